namespace Yilai.Bench.Support;

/// <summary>Waits for conditions.</summary>
internal static class Wait
{
    /// <summary>Asks at this pace until it is so.</summary>
    /// <exception cref="TimeoutException">It was not within the limit.</exception>
    public static async Task UntilAsync(string what, Func<Task<bool>> condition, TimeSpan pace, TimeSpan limit)
    {
        using var timer = new PeriodicTimer(pace);
        using var end = new CancellationTokenSource(limit);
        while (!await condition())
        {
            if (end.IsCancellationRequested)
                throw new TimeoutException($"It did not come true that {what}.");
            await timer.WaitForNextTickAsync(CancellationToken.None);
        }
    }
}
