using System.Threading.Channels;
using Yilai.Sidecar.State;

namespace Yilai.Sidecar.Workflows;

/// <summary>
/// Writes what many instances want saved at the same time in one transaction of the store: a disk that takes
/// hundreds of transactions a second then carries thousands of steps. Each wish is kept or refused as a whole.
/// </summary>
internal sealed class StoreWriter : IAsyncDisposable
{
    private const int MostWrites = 1000;

    private readonly Channel<Wish> wishes = Channel.CreateUnbounded<Wish>(new UnboundedChannelOptions { SingleReader = true });
    private readonly ITransactionalStateStore store;
    private readonly Task writing;

    private sealed record Wish(IReadOnlyList<StateWrite> Writes, TaskCompletionSource Done);

    public StoreWriter(ITransactionalStateStore store)
    {
        this.store = store;
        writing = WriteAllAsync();
    }

    /// <summary>Ends when the writes are in the store, or with the store's error.</summary>
    public Task SaveAsync(IReadOnlyList<StateWrite> writes)
    {
        var wish = new Wish(writes, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        if (!wishes.Writer.TryWrite(wish))
            throw new OperationCanceledException("the workflow engine has stopped");
        return wish.Done.Task;
    }

    public async ValueTask DisposeAsync()
    {
        wishes.Writer.TryComplete();
        await writing;
    }

    private async Task WriteAllAsync()
    {
        await Task.Yield();
        while (await wishes.Reader.WaitToReadAsync())
        {
            var batch = new List<Wish>();
            for (var size = 0; size < MostWrites && wishes.Reader.TryRead(out var wish); size += wish.Writes.Count)
                batch.Add(wish);
            if (await TryAsync(batch) is not { } refusal)
                continue;
            if (batch.Count == 1)
                batch[0].Done.SetException(refusal);
            else
                await OneByOneAsync(batch);
        }
    }

    /// <summary>One of them may be what the store does not take. Two refusals in a row mean that the store takes nothing now.</summary>
    private async Task OneByOneAsync(List<Wish> batch)
    {
        Exception? last = null;
        var refusedInARow = 0;
        foreach (var wish in batch)
        {
            if (refusedInARow < 2)
                last = await TryAsync([wish]);
            if (last is null)
            {
                refusedInARow = 0;
                continue;
            }
            refusedInARow++;
            wish.Done.SetException(last);
        }
    }

    private async Task<Exception?> TryAsync(List<Wish> batch)
    {
        try
        {
            await store.TransactAsync(batch.Count == 1 ? batch[0].Writes : [.. batch.SelectMany(w => w.Writes)], CancellationToken.None);
        }
        catch (Exception error) // Whatever it is, it is the answer to those who wait.
        {
            return error;
        }
        batch.ForEach(w => w.Done.SetResult());
        return null;
    }
}
