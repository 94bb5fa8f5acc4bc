namespace Yilai.Sidecar.Resources;

/// <summary>The part of a Resiliency that applies to components: retries and timeouts, by component and direction.</summary>
internal sealed record ResiliencyResource(
    IReadOnlyDictionary<string, RetryPolicy> Retries,
    IReadOnlyDictionary<string, TimeSpan> Timeouts,
    IReadOnlyDictionary<string, ComponentTarget> Components,
    IReadOnlyList<string> Scopes)
{
    public bool IsFor(string appId) => Scopes.Count == 0 || Scopes.Contains(appId, StringComparer.Ordinal);
}

/// <summary>The policies a component is named with.</summary>
internal sealed record ComponentTarget(PolicyNames Inbound, PolicyNames Outbound);

/// <summary>Names of a retry and a timeout; nothing where none is named.</summary>
internal sealed record PolicyNames(string? Retry, string? Timeout);

/// <summary>How often and how late a failed attempt is repeated.</summary>
/// <param name="Exponential">Growing waits; else all waits are <paramref name="Interval"/>.</param>
/// <param name="Interval">The wait of a constant policy.</param>
/// <param name="MaxInterval">The longest wait of an exponential one.</param>
/// <param name="MaxRetries">Repeats after the first attempt; -1 for no end.</param>
internal sealed record RetryPolicy(bool Exponential, TimeSpan Interval, TimeSpan MaxInterval, int MaxRetries)
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(500);

    /// <summary>The wait after the given number of failed attempts, or nothing when it is time to give up.</summary>
    public TimeSpan? WaitAfter(int attempts)
    {
        if (MaxRetries >= 0 && attempts > MaxRetries)
            return null;
        if (!Exponential)
            return Interval;
        var milliseconds = FirstWait.TotalMilliseconds * Math.Pow(1.5, Math.Min(attempts - 1, 60));
        return TimeSpan.FromMilliseconds(Math.Min(milliseconds, MaxInterval.TotalMilliseconds));
    }
}
