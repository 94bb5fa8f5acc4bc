using Polly;
using Yilai.Sidecar.Telemetry;

namespace Yilai.Sidecar.Resiliency;

/// <summary>The first link of a Polly pipeline: counts which policies apply to what comes through.</summary>
internal sealed class CountingStrategy(PolicyMetrics.Target counts, bool retries, bool limits, CircuitBreaker? breaker) : ResilienceStrategy
{
    protected override ValueTask<Outcome<TResult>> ExecuteCore<TResult, TState>(
        Func<ResilienceContext, TState, ValueTask<Outcome<TResult>>> callback, ResilienceContext context, TState state)
    {
        if (limits)
            counts.Applied(PolicyMetrics.Timeout);
        if (retries)
            counts.Applied(PolicyMetrics.Retry);
        if (breaker is not null)
            counts.Applied(PolicyMetrics.CircuitBreaker, breaker.Name);
        return callback(context, state);
    }
}
