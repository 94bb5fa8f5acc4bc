using System.Diagnostics;
using System.Text.Json;
using Npgsql;
using Yilai.Chaos.Tests.Platform;

namespace Yilai.Chaos.Tests.Verdicts;

/// <summary>
/// Whether everybody's books agree: the platform's tables, the payment provider's books and the hospital's. While work is
/// still on its way they do not; afterwards nothing may be left.
/// </summary>
internal static class Verdict
{
    private const int MostShown = 40;
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    /// <summary>Waits until all books agree.</summary>
    /// <returns>How long that took.</returns>
    public static async Task<TimeSpan> WaitAsync(ChaosPlatform platform, string hospital, bool holdsExpire, TimeSpan limit)
    {
        var since = Stopwatch.StartNew();
        using var pace = new PeriodicTimer(Pace);
        while (true)
        {
            var left = await TryFindAsync(platform, hospital, holdsExpire);
            if (left.Count == 0)
            {
                return since.Elapsed;
            }

            if (since.Elapsed > limit)
            {
                Assert.Fail($"After {since.Elapsed.TotalSeconds:0} s {left.Count} things do not agree:\n{string.Join('\n', left.Take(MostShown))}");
            }

            await pace.WaitForNextTickAsync();
        }
    }

    private static async Task<List<string>> TryFindAsync(ChaosPlatform platform, string hospital, bool holdsExpire)
    {
        try
        {
            await using var database = await platform.OpenDatabaseAsync();
            return
            [
                .. await Unfinished.FindAsync(database, hospital, holdsExpire),
                .. await NumbersVerdict.FindAsync(database, hospital),
                .. await MoneyVerdict.FindAsync(database, platform),
                .. await HospitalVerdict.FindAsync(database, platform, hospital),
                .. await MessagesVerdict.FindAsync(database, hospital),
            ];
        }
        catch (Exception e) when (e is NpgsqlException or HttpRequestException or TaskCanceledException or JsonException)
        {
            return [$"somebody does not answer: {e.Message}"];
        }
    }
}
