using Dapper;
using Npgsql;
using Yilai.Contracts.Events;
using Yilai.Orders.Booking;
using Yilai.Orders.Rules;
using Yilai.ServiceDefaults.Events;

namespace Yilai.Orders.Waitlist;

/// <summary>
/// Gives free numbers to the first in line, as long as there are both, in the transaction of a caller who has locked the
/// schedule. Whether an order may be made of it is judged when it is accepted: until then people can make room for it.
/// </summary>
internal static class MakeOffers
{
    private const string Sql =
        """
        with first as (
            select id from waitlist_entry
            where hospital_code = @HospitalCode and schedule_id = @ScheduleId and status = 'waiting'
            order by sequence limit 1
        ), held as (
            select id, take_number(@HospitalCode, @ScheduleId, true) as number from first
        )
        update waitlist_entry e set status = 'offered', number = held.number, offered_at = @now, offer_expires_at = @until
        from held where e.id = held.id and held.number is not null
        returning e.*
        """;

    public static async Task<IReadOnlyList<WaitlistEntry>> RunAsync(
        NpgsqlConnection connection, BookableSchedule schedule, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var offered = new List<WaitlistEntry>();
        while (await NextAsync(connection, schedule, now, cancellationToken) is { } entry)
        {
            offered.Add(entry);
        }

        await Outbox.AddAllAsync(
            connection,
            offered.Select(e => new WaitlistOffered(e.Id, e.UserId, e.ToVisit(), e.OfferExpiresAt!.Value) { EventId = Guid.CreateVersion7(now), OccurredAt = now }),
            cancellationToken);
        return offered;
    }

    private static Task<WaitlistEntry?> NextAsync(
        NpgsqlConnection connection, BookableSchedule schedule, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var kept = now.AddMinutes(schedule.Rules.Waitlist.OfferMinutes);
        var closesAt = BookingWindow.Of(schedule.Rules.Booking, schedule.Date).ClosesAt;
        return connection.QuerySingleOrDefaultAsync<WaitlistEntry>(new CommandDefinition(
            Sql,
            new { schedule.HospitalCode, schedule.ScheduleId, now, until = kept < closesAt ? kept : closesAt },
            cancellationToken: cancellationToken));
    }
}
