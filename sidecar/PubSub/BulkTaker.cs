using System.Globalization;
using Yilai.Sidecar.Telemetry;

namespace Yilai.Sidecar.PubSub;

/// <summary>How many events a bulk subscriber takes with one call, and how long the first of them waits for others.</summary>
internal sealed record BulkSettings(int MaxMessages, TimeSpan MaxWait)
{
    /// <summary>While one call is under way, the next one fills.</summary>
    public int AtOnce => MaxMessages * 2;

    public static BulkSettings Read(int? maxMessages, int? maxWaitMilliseconds) =>
        new(maxMessages is > 0 ? Math.Min(maxMessages.Value, 10_000) : 100, TimeSpan.FromMilliseconds(maxWaitMilliseconds is > 0 ? maxWaitMilliseconds.Value : 1000));
}

/// <summary>Gives many events to an app with one call.</summary>
internal interface IBulkCall<TEntry>
{
    /// <summary>An event as the call has it. It is made while the event is at hand; the call may be later.</summary>
    TEntry Entry(string id, TopicMessage message, ReceivedEvent received);

    /// <returns>What became of each entry, by its id; the common judgement is for those that are missing there.</returns>
    Task<(Judgement Common, Dictionary<string, Judgement> Each)> SendAsync(string path, IReadOnlyList<TEntry> entries, CancellationToken cancellation);
}

/// <summary>Collects events and gives many of them with one call; the app says for each what became of it.</summary>
internal sealed class BulkTaker<TEntry>(IBulkCall<TEntry> call, TopicSubscription subscription, BulkSettings settings, TimeSpan? timeout, AppMetrics? metrics, TimeProvider clock) : IEventTaker
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, Batch> open = new(StringComparer.Ordinal);

    public Task<Judgement> TakeAsync(string path, TopicMessage message, ReceivedEvent received, CancellationToken cancellation)
    {
        var judged = new TaskCompletionSource<Judgement>(TaskCreationOptions.RunContinuationsAsynchronously);
        Batch batch;
        int count;
        lock (gate)
        {
            var isNew = !open.TryGetValue(path, out batch!);
            var entry = call.Entry(Id(isNew ? 0 : batch.Entries.Count), message, received);
            if (isNew)
            {
                open.Add(path, batch = new Batch(path, cancellation));
                batch.Timer = clock.CreateTimer(state => Close((Batch)state!), batch, settings.MaxWait, Timeout.InfiniteTimeSpan);
            }
            batch.Entries.Add(entry);
            batch.Judged.Add(judged);
            count = batch.Entries.Count;
        }
        if (count >= settings.MaxMessages)
            Close(batch);
        return judged.Task.WaitAsync(cancellation);
    }

    /// <summary>Sends a batch, once: it is full, or has waited long enough.</summary>
    private void Close(Batch batch)
    {
        lock (gate)
        {
            if (open.GetValueOrDefault(batch.Path) != batch)
                return;
            open.Remove(batch.Path);
        }
        batch.Timer?.Dispose();
        _ = SendAsync(batch);
    }

    private async Task SendAsync(Batch batch)
    {
        Dictionary<string, Judgement> each = [];
        Judgement common;
        var since = clock.GetTimestamp();
        try
        {
            common = await Judgement.AskAsync(async limit =>
            {
                (var ofRest, each) = await call.SendAsync(batch.Path, batch.Entries, limit);
                return ofRest;
            }, timeout, batch.Cancellation);
        }
        catch (Exception error) // Those who wait must learn of it, whatever it is.
        {
            common = Judgement.Retry(error.Message);
        }
        metrics?.BulkDelivered.Add(since, subscription.PubSubName, subscription.Topic, "");
        foreach (var (index, judged) in batch.Judged.Index())
        {
            var judgement = each.TryGetValue(Id(index), out var own) ? own : common;
            metrics?.BulkEvents.WithLabels([subscription.PubSubName, subscription.Topic, Judgement.Name(judgement.Answer).ToUpperInvariant()]).Inc();
            judged.SetResult(judgement);
        }
    }

    private static string Id(int index) => index.ToString(CultureInfo.InvariantCulture);

    private sealed record Batch(string Path, CancellationToken Cancellation)
    {
        public List<TEntry> Entries { get; } = [];

        public List<TaskCompletionSource<Judgement>> Judged { get; } = [];

        public ITimer? Timer { get; set; }
    }
}
