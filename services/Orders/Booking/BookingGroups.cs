using System.Threading.Channels;
using Npgsql;
using Yilai.ServiceDefaults.Events;

namespace Yilai.Orders.Booking;

/// <summary>
/// Decides wishes a group at a time: what has come while the last groups were decided goes together into the next transaction,
/// so that a rush shares statements, the lock of a hot schedule and the commit, and a lone wish waits for nobody. Those who
/// wait, wait here and not on connections that everybody else needs.
/// </summary>
internal sealed class BookingGroups(NpgsqlDataSource database, Outbox outbox, TimeProvider clock) : BackgroundService
{
    private const int GroupsAtOnce = 4;
    private const int Largest = 32;
    private readonly Channel<Waiting> line = Channel.CreateUnbounded<Waiting>();

    /// <summary>The account's only wish at this time, as <see cref="BookingGate"/> sees to.</summary>
    public async Task<BookingOutcome> BookAsync(Wish wish, CancellationToken cancellationToken)
    {
        var waiting = new Waiting(wish, new(TaskCreationOptions.RunContinuationsAsynchronously), cancellationToken);
        await line.Writer.WriteAsync(waiting, cancellationToken);
        return await waiting.Outcome.Task;
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enumerable.Range(0, GroupsAtOnce).Select(_ => WorkAsync(stoppingToken)));

    private async Task WorkAsync(CancellationToken stoppingToken)
    {
        while (await line.Reader.WaitToReadAsync(stoppingToken))
        {
            var group = new List<Waiting>(Largest);
            while (group.Count < Largest && line.Reader.TryRead(out var waiting))
            {
                if (waiting.Cancelled.IsCancellationRequested)
                {
                    waiting.Outcome.TrySetCanceled(waiting.Cancelled);
                }
                else
                {
                    group.Add(waiting);
                }
            }

            if (group.Count > 0)
            {
                await DecideAsync(group, stoppingToken);
            }
        }
    }

    private async Task DecideAsync(List<Waiting> group, CancellationToken cancellationToken)
    {
        try
        {
            var outcomes = await RunAsync([.. group.Select(w => w.Wish)], cancellationToken);
            group.ForEach(w => w.Outcome.SetResult(outcomes[w.Wish]));
        }
        catch (PostgresException) when (group.Count > 1)
        {
            // Nothing of it was committed; what one of them ran into must not fail the others.
            foreach (var one in group)
            {
                await DecideAsync([one], cancellationToken);
            }
        }
        catch (Exception e)
        {
            // Each request fails with it, as if it had been alone.
            group.ForEach(w => w.Outcome.TrySetException(e));
        }
    }

    private async Task<IReadOnlyDictionary<Wish, BookingOutcome>> RunAsync(IReadOnlyList<Wish> wishes, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var outcomes = await BookingTransaction.RunAsync(connection, wishes, clock.GetUtcNow(), BookableNumbers.TakeAsync, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        outbox.Wake();
        return outcomes;
    }

    private sealed record Waiting(Wish Wish, TaskCompletionSource<BookingOutcome> Outcome, CancellationToken Cancelled);
}
