using Npgsql;
using Yilai.Orders.Inventory;

namespace Yilai.Orders.Booking;

/// <summary>Looks at schedules without a lock; a rush looks at many at once, mostly at the same ones.</summary>
internal sealed class Looks(NpgsqlDataSource database) : Grouped<ScheduleKey, BookableSchedule?>(groupsAtOnce: 2, largest: 64)
{
    /// <summary>The schedule as it is now; null when there is none.</summary>
    public Task<BookableSchedule?> AtAsync(ScheduleKey key, CancellationToken cancellationToken) => InGroupAsync(key, cancellationToken);

    protected override async Task<IReadOnlyList<BookableSchedule?>> RunAsync(IReadOnlyList<ScheduleKey> items, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var found = await BookableSchedule.FindAsync(connection, items.ToHashSet(), cancellationToken);
        return [.. items.Select(found.GetValueOrDefault)];
    }
}
