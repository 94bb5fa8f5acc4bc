namespace Yilai.Sidecar.Resiliency;

/// <summary>A Resiliency: policies by name, and which targets use them.</summary>
internal sealed record ResiliencyResource(
    string Name,
    string Namespace,
    IReadOnlyDictionary<string, RetryPolicy> Retries,
    IReadOnlyDictionary<string, TimeSpan> Timeouts,
    IReadOnlyDictionary<string, CircuitBreakerPolicy> CircuitBreakers,
    IReadOnlyDictionary<string, PolicyNames> Apps,
    IReadOnlyDictionary<string, PolicyNames> Actors,
    IReadOnlyDictionary<string, ComponentTarget> Components,
    IReadOnlyList<string> Scopes)
{
    public bool IsFor(string appId) => Scopes.Count == 0 || Scopes.Contains(appId, StringComparer.Ordinal);
}

/// <summary>The policies a component is named with, by direction.</summary>
internal sealed record ComponentTarget(PolicyNames Inbound, PolicyNames Outbound);

/// <summary>Names of a target's policies; nothing where none is named.</summary>
internal sealed record PolicyNames(string? Retry, string? Timeout, string? CircuitBreaker);

/// <summary>How often and how late a failed attempt is repeated.</summary>
/// <param name="Exponential">Growing waits; else all waits are <paramref name="Interval"/>.</param>
/// <param name="Interval">The wait of a constant policy.</param>
/// <param name="MaxInterval">The longest wait of an exponential one.</param>
/// <param name="MaxRetries">Repeats after the first attempt; -1 for no end.</param>
/// <param name="HttpStatusCodes">The only HTTP answers that are tried again; nothing for every failure.</param>
internal sealed record RetryPolicy(bool Exponential, TimeSpan Interval, TimeSpan MaxInterval, int MaxRetries, StatusCodeRanges? HttpStatusCodes = null)
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

/// <summary>When a target is left alone, and for how long.</summary>
/// <param name="MaxRequests">Attempts let through while it is half open.</param>
/// <param name="Interval">How often the counts of a closed breaker start anew; zero for never.</param>
/// <param name="Timeout">How long it stays open.</param>
/// <param name="Trip">The condition over the counts that opens it.</param>
internal sealed record CircuitBreakerPolicy(int MaxRequests, TimeSpan Interval, TimeSpan Timeout, Func<BreakerCounts, bool> Trip);

/// <summary>What a breaker has counted.</summary>
internal readonly record struct BreakerCounts(int Requests, int TotalSuccesses, int TotalFailures, int ConsecutiveSuccesses, int ConsecutiveFailures);
