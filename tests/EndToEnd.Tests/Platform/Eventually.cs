namespace Yilai.EndToEnd.Tests.Platform;

/// <summary>Waits for conditions, never for a time.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);

    /// <summary>Asks until <paramref name="condition"/> holds; what throws meanwhile counts as not yet.</summary>
    public static async Task TrueAsync(string what, Func<Task<bool>> condition, TimeSpan? limit = null)
    {
        Exception? last = null;
        using var timeout = new CancellationTokenSource(limit ?? TimeSpan.FromSeconds(20));
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
            catch (Exception e) when (e is HttpRequestException or IOException or TaskCanceledException or System.Text.Json.JsonException or Npgsql.NpgsqlException)
            {
                last = e;
            }
        }
        while (!timeout.IsCancellationRequested && await pace.WaitForNextTickAsync(CancellationToken.None));
        Assert.Fail($"It did not come true that {what}.{(last is null ? "" : $" Last: {last.Message}")}");
    }

    /// <summary>Asks until there is an answer.</summary>
    public static async Task<T> GetAsync<T>(string what, Func<Task<T?>> ask, TimeSpan? limit = null)
        where T : class
    {
        T? found = null;
        await TrueAsync(what, async () => (found = await ask()) is not null, limit);
        return found!;
    }
}
