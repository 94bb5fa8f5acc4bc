namespace Yilai.Sidecar.PubSub;

/// <summary>Carries a message of an outside broker to its app, which holds it until a verdict: attempts and waits in between happen here.</summary>
internal static class Carrier
{
    private static readonly TimeSpan AbsentWait = TimeSpan.FromMilliseconds(500);

    /// <returns>Done or Refused; Absent when there was no end to it before everything stopped, or an attempt took longer than its limit.</returns>
    public static async Task<VerdictKind> CarryAsync(TopicMessage message, MessageHandler handler, TimeSpan limit, TimeProvider clock, CancellationToken stopping)
    {
        for (var attempt = 1; !stopping.IsCancellationRequested;)
        {
            using var late = CancellationTokenSource.CreateLinkedTokenSource(stopping);
            using var timer = limit > TimeSpan.Zero ? clock.CreateTimer(_ => late.Cancel(), null, limit, Timeout.InfiniteTimeSpan) : null;
            var verdict = await handler(message, attempt, late.Token);
            if (verdict.Kind is VerdictKind.Done or VerdictKind.Refused || late.IsCancellationRequested)
                return late.IsCancellationRequested && verdict.Kind is not VerdictKind.Done ? VerdictKind.Absent : verdict.Kind;
            if (verdict.Kind is VerdictKind.Again)
                attempt++;
            await WaitAsync(verdict.Kind is VerdictKind.Again ? verdict.Wait : AbsentWait, clock, stopping);
        }
        return VerdictKind.Absent;
    }

    /// <summary>Waits, or not so long when everything stops.</summary>
    public static Task WaitAsync(TimeSpan time, TimeProvider clock, CancellationToken stopping) =>
        Task.Delay(time, clock, stopping).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
}
