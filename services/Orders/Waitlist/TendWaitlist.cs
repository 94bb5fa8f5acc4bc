using Npgsql;
using Yilai.Orders.Booking;
using Yilai.Orders.Inventory;
using Yilai.Orders.Rules;
using Yilai.ServiceDefaults.Events;

namespace Yilai.Orders.Waitlist;

/// <summary>What became of a schedule's list when it was looked after.</summary>
/// <param name="Offered">The offers made.</param>
/// <param name="Ended">How many entries came to nothing.</param>
internal sealed record WaitlistTurn(IReadOnlyList<WaitlistTurn.Offer> Offered, int Ended)
{
    /// <summary>Gets how many entries were offered a number or ended.</summary>
    public int Moved => Offered.Count + Ended;

    public sealed record Offer(Guid EntryId, DateTimeOffset ExpiresAt);
}

/// <summary>
/// Does all that is due on one schedule's list, in one transaction: offers that were not taken end, the free numbers go to the
/// first in line, and a list whose time or schedule has ended is wound up. Doing it once more changes nothing.
/// </summary>
internal sealed class TendWaitlist(NpgsqlDataSource database, Outbox outbox, TimeProvider clock)
{
    public async Task<WaitlistTurn> RunAsync(ScheduleKey key, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var schedule = await BookableSchedule.LockAsync(connection, key, cancellationToken);
        var ended = await EndAsync(connection, key, schedule, now, cancellationToken);
        var offered = schedule is not null && schedule.WhyNotOpen(now) is null
            ? await MakeOffers.RunAsync(connection, schedule, now, cancellationToken)
            : [];
        await transaction.CommitAsync(cancellationToken);
        outbox.Wake();
        return new WaitlistTurn([.. offered.Select(o => new WaitlistTurn.Offer(o.Id, o.OfferExpiresAt!.Value))], ended);
    }

    private static async Task<int> EndAsync(
        NpgsqlConnection connection, ScheduleKey key, BookableSchedule? schedule, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (WhyOver(schedule) is { } reason)
        {
            return await EndEntries.AllAsync(connection, key, reason, now, cancellationToken);
        }

        var ended = await EndEntries.OffersAsync(connection, key, now, cancellationToken);
        return now < WaitlistDeadline.Of(schedule!.Rules.Waitlist, schedule.Date)
            ? ended
            : ended + await EndEntries.WaitingAsync(connection, key, EndReason.Closed, now, cancellationToken);
    }

    private static EndReason? WhyOver(BookableSchedule? schedule) => schedule is null
        ? EndReason.Removed
        : Words.Parse<ScheduleStatus>(schedule.Status) switch
        {
            ScheduleStatus.Suspended => EndReason.Suspended,
            ScheduleStatus.Stopped => EndReason.Stopped,
            _ => null,
        };
}
