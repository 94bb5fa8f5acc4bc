namespace Yilai.Sidecar.Workflows;

/// <summary>For how long a timer is set.</summary>
internal static class Waits
{
    /// <summary>Timers cannot be set for much longer; one that rings before it is due is set again.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    /// <summary>Until then, or as long as a timer is set for; nothing if it is due.</summary>
    public static TimeSpan Until(this TimeProvider clock, DateTimeOffset due)
    {
        var wait = due - clock.GetUtcNow();
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait > Longest ? Longest : wait;
    }
}
