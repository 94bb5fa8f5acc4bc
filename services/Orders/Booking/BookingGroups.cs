using Npgsql;
using Yilai.ServiceDefaults.Events;

namespace Yilai.Orders.Booking;

/// <summary>
/// Decides wishes a group in a transaction, so that a rush shares statements, the lock of a hot schedule and the commit.
/// </summary>
internal sealed class BookingGroups(NpgsqlDataSource database, Outbox outbox, TimeProvider clock)
    : Grouped<Wish, BookingOutcome>(groupsAtOnce: 4, largest: 32)
{
    /// <summary>The account's only wish at this time, as <see cref="BookingGate"/> sees to.</summary>
    public Task<BookingOutcome> BookAsync(Wish wish, CancellationToken cancellationToken) => InGroupAsync(wish, cancellationToken);

    protected override async Task<IReadOnlyList<BookingOutcome>> RunAsync(IReadOnlyList<Wish> items, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var outcomes = await BookingTransaction.RunAsync(connection, items, clock.GetUtcNow(), BookableNumbers.TakeAsync, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        outbox.Wake();
        return [.. items.Select(w => outcomes[w])];
    }

    protected override bool MayBeOfOne(Exception failure) => failure is PostgresException;
}
