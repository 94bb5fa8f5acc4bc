using System.Text.Json;
using Npgsql;

namespace Yilai.TestSupport;

/// <summary>Waits for conditions, never for a time.</summary>
public static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(50);

    /// <summary>Asks until <paramref name="condition"/> holds; what a part that is away or starting throws counts as not yet.</summary>
    /// <exception cref="TimeoutException">It did not within the limit, half a minute if none is given.</exception>
    public static async Task TrueAsync(string what, Func<Task<bool>> condition, TimeSpan? limit = null)
    {
        ArgumentNullException.ThrowIfNull(condition);
        Exception? last = null;
        using var timeout = new CancellationTokenSource(limit ?? Limit);
        using var pace = new PeriodicTimer(Pace);
        do
        {
            try
            {
                if (await condition())
                {
                    return;
                }

                last = null;
            }
            catch (Exception e) when (e is HttpRequestException or IOException or TaskCanceledException or JsonException or NpgsqlException)
            {
                last = e;
            }
        }
        while (!timeout.IsCancellationRequested && await pace.WaitForNextTickAsync(CancellationToken.None));
        throw new TimeoutException($"It did not come true that {what}.", last);
    }

    /// <summary>Asks until there is an answer.</summary>
    public static async Task<T> GetAsync<T>(string what, Func<Task<T?>> ask, TimeSpan? limit = null)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(ask);
        T? found = null;
        await TrueAsync(what, async () => (found = await ask()) is not null, limit);
        return found!;
    }
}
