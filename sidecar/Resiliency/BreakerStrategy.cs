using Polly;

namespace Yilai.Sidecar.Resiliency;

/// <summary>A <see cref="CircuitBreaker"/> as a link of a Polly pipeline.</summary>
internal sealed class BreakerStrategy(CircuitBreaker breaker, Func<Outcome<object>, bool> isFailure) : ResilienceStrategy
{
    protected override async ValueTask<Outcome<TResult>> ExecuteCore<TResult, TState>(
        Func<ResilienceContext, TState, ValueTask<Outcome<TResult>>> callback, ResilienceContext context, TState state)
    {
        int entered;
        try
        {
            entered = breaker.Enter();
        }
        catch (CircuitOpenException open)
        {
            return Outcome.FromException<TResult>(open);
        }
        var outcome = await callback(context, state);
        breaker.Leave(entered, isFailure(outcome.Exception is { } error ? Outcome.FromException<object>(error) : Outcome.FromResult<object>(outcome.Result!)));
        return outcome;
    }

    /// <summary>Nothing to set.</summary>
    internal sealed class Options : ResilienceStrategyOptions;
}
