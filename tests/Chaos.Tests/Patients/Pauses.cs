namespace Yilai.Chaos.Tests.Patients;

/// <summary>How long people wait before they try again: a little longer each time, so that they are no storm.</summary>
internal sealed class Pauses
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(3);

    // While much is down the chaos' own clock stands still: it may last several times its length.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(6) + ChaosOptions.Current.Length * 3;
    private readonly long since = TimeProvider.System.GetTimestamp();
    private TimeSpan next = First;

    /// <summary>Waits.</summary>
    /// <returns>False when it has been long enough.</returns>
    public async Task<bool> WaitAsync()
    {
        await Task.Delay(next * (0.5 + Random.Shared.NextDouble()), TimeProvider.System, CancellationToken.None);
        next = next * 1.5 < Longest ? next * 1.5 : Longest;
        return TimeProvider.System.GetElapsedTime(since) < Limit;
    }
}
