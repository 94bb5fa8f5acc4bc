using System.Diagnostics;

namespace Yilai.Bench.Support;

/// <summary>Calls something over and over.</summary>
internal static class Load
{
    /// <summary>A client whose connections are as many as the callers.</summary>
    public static HttpClient Client(int connections) => new(new SocketsHttpHandler { MaxConnectionsPerServer = connections, UseProxy = false, UseCookies = false, ActivityHeadersPropagator = null });

    /// <summary>Calls from several callers at once for a while.</summary>
    /// <returns>How many calls a second there were, and how many in all.</returns>
    public static async Task<(double PerSecond, int Calls)> ForAsync(TimeSpan time, int callers, Func<Task> call)
    {
        var calls = 0;
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(async () =>
        {
            while (clock.Elapsed < time)
            {
                await call();
                Interlocked.Increment(ref calls);
            }
        })));
        return (calls / clock.Elapsed.TotalSeconds, calls);
    }

    /// <summary>The middle of some values.</summary>
    public static double Median(this IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }
}
