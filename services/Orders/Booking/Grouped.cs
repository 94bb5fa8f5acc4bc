using System.Diagnostics;
using System.Threading.Channels;

namespace Yilai.Orders.Booking;

/// <summary>
/// Does work a group at a time: what has come while the last groups were done goes together into the next one, and whoever is
/// alone waits for nobody. Those who wait, wait here and not on connections that everybody else needs.
/// </summary>
internal abstract class Grouped<TItem, TResult>(int groupsAtOnce, int largest) : BackgroundService
    where TItem : notnull
{
    private readonly Channel<Waiting> line = Channel.CreateUnbounded<Waiting>();

    /// <summary>Does a group; the results are in the order of the items.</summary>
    protected abstract Task<IReadOnlyList<TResult>> RunAsync(IReadOnlyList<TItem> items, CancellationToken cancellationToken);

    /// <summary>Whether one item may have made the whole group fail, with nothing done: each is then tried alone.</summary>
    protected virtual bool MayBeOfOne(Exception failure) => false;

    protected async Task<TResult> InGroupAsync(TItem item, CancellationToken cancellationToken)
    {
        var waiting = new Waiting(item, Activity.Current, new(TaskCreationOptions.RunContinuationsAsynchronously), cancellationToken);
        await line.Writer.WriteAsync(waiting, cancellationToken);
        return await waiting.Result.Task;
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enumerable.Range(0, groupsAtOnce).Select(_ => WorkAsync(stoppingToken)));

    private async Task WorkAsync(CancellationToken stoppingToken)
    {
        while (await line.Reader.WaitToReadAsync(stoppingToken))
        {
            var group = new List<Waiting>(largest);
            while (group.Count < largest && line.Reader.TryRead(out var waiting))
            {
                if (waiting.Cancelled.IsCancellationRequested)
                {
                    waiting.Result.TrySetCanceled(waiting.Cancelled);
                }
                else
                {
                    group.Add(waiting);
                }
            }

            if (group.Count > 0)
            {
                await RunAsync(group, stoppingToken);
            }
        }
    }

    private async Task RunAsync(List<Waiting> group, CancellationToken cancellationToken)
    {
        // Work for several belongs to the trace of the first.
        Activity.Current = group[0].Cause;
        try
        {
            var results = await RunAsync([.. group.Select(w => w.Item)], cancellationToken);
            foreach (var (waiting, result) in group.Zip(results))
            {
                waiting.Result.SetResult(result);
            }
        }
        catch (Exception e) when (group.Count > 1 && MayBeOfOne(e))
        {
            // What one of them ran into must not fail the others.
            foreach (var one in group)
            {
                await RunAsync([one], cancellationToken);
            }
        }
        catch (Exception e)
        {
            // Each request fails with it, as if it had been alone.
            group.ForEach(w => w.Result.TrySetException(e));
        }
    }

    private sealed record Waiting(TItem Item, Activity? Cause, TaskCompletionSource<TResult> Result, CancellationToken Cancelled);
}
