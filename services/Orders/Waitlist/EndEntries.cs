using Dapper;
using Npgsql;
using Yilai.Contracts.Events;
using Yilai.Orders.Inventory;
using Yilai.ServiceDefaults.Events;

namespace Yilai.Orders.Waitlist;

/// <summary>
/// Ends entries that come to nothing, in the transaction of a caller who has locked the schedule; whose they are is told.
/// Numbers that offers held are free again when it returns.
/// </summary>
internal static class EndEntries
{
    private const string OfSchedule = "hospital_code = @HospitalCode and schedule_id = @Id";

    /// <summary>All, whether or not they have an offer.</summary>
    public static Task<int> AllAsync(
        NpgsqlConnection connection, ScheduleKey schedule, EndReason reason, DateTimeOffset now, CancellationToken cancellationToken) =>
        RunAsync(connection, schedule, "status in ('waiting', 'offered')", reason, now, cancellationToken);

    /// <summary>Those who still wait; offers are kept as they were promised.</summary>
    public static Task<int> WaitingAsync(
        NpgsqlConnection connection, ScheduleKey schedule, EndReason reason, DateTimeOffset now, CancellationToken cancellationToken) =>
        RunAsync(connection, schedule, "status = 'waiting'", reason, now, cancellationToken);

    /// <summary>Those whose offer was not taken in time.</summary>
    public static Task<int> OffersAsync(NpgsqlConnection connection, ScheduleKey schedule, DateTimeOffset now, CancellationToken cancellationToken) =>
        RunAsync(connection, schedule, "status = 'offered' and offer_expires_at <= @now", EndReason.OfferExpired, now, cancellationToken);

    private static async Task<int> RunAsync(
        NpgsqlConnection connection, ScheduleKey schedule, string which, EndReason reason, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var ended = (await connection.QueryAsync<WaitlistEntry>(new CommandDefinition(
            $"update waitlist_entry set status = 'expired', ended_at = @now, end_reason = @reason where {OfSchedule} and {which} returning *",
            new { schedule.HospitalCode, schedule.Id, reason = reason.Word(), now },
            cancellationToken: cancellationToken))).AsList();
        await Outbox.AddAllAsync(
            connection,
            ended.Select(e => new WaitlistClosed(e.Id, e.UserId, e.ToVisit(), reason.Word()) { EventId = Guid.CreateVersion7(now), OccurredAt = now }),
            cancellationToken);
        return ended.Count;
    }
}
