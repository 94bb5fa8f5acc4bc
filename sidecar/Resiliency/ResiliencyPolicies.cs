using System.Collections.Concurrent;
using Polly;
using Polly.Retry;
using Polly.Timeout;
using Yilai.Sidecar.Apps;
using Yilai.Sidecar.Resources;
using Yilai.Sidecar.Telemetry;

namespace Yilai.Sidecar.Resiliency;

/// <summary>Finds the policies that apply, and keeps what must outlive a call: the state of the circuit breakers.</summary>
internal sealed class ResiliencyPolicies(ResourceSet resources, SidecarMetrics metrics, TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, ResiliencePipeline?> pipelines = new(StringComparer.Ordinal);

    /// <summary>For what a component hands to an app.</summary>
    /// <param name="appId">The app.</param>
    /// <param name="component">The component's name.</param>
    /// <param name="kind">The component's kind as policy names spell it: Pubsub, Binding.</param>
    public (RetryPolicy? Retry, TimeSpan? Timeout, PolicyMetrics.Target? Counts) Inbound(string appId, string component, string kind)
    {
        var found = Find(appId, r => r.Components.GetValueOrDefault(component)?.Inbound, $"{kind}ComponentInbound", "ComponentInbound", "Component", "");
        return (found.Retry, found.Timeout, Counts(appId, found, $"{kind}_{component}", "inbound"));
    }

    /// <summary>Does what an app asks of a component, under the policies for it.</summary>
    public Task<T> OutboundAsync<T>(AppRuntime app, string component, string kind, Func<CancellationToken, Task<T>> work, CancellationToken cancellation) =>
        RunAsync(Outbound(app.AppId, component, kind), work, cancellation);

    /// <summary>Calls an actor, under the retries and circuit breaker for its type; these come before its turn.</summary>
    public Task<T> ActorAsync<T>(AppRuntime caller, string type, Func<CancellationToken, Task<T>> work, CancellationToken cancellation) =>
        RunAsync(pipelines.GetOrAdd($"actor/{caller.AppId}/{type}", _ => Build(caller.AppId, $"actor_{type}", Actor(caller, type) with { Timeout = null }, IsActorFailure)), work, cancellation);

    /// <summary>What an actor does in its turn, under the timeout for its type.</summary>
    public Task<T> ActorTurnAsync<T>(AppRuntime host, string type, Func<CancellationToken, Task<T>> work, CancellationToken cancellation) =>
        RunAsync(pipelines.GetOrAdd($"turn/{host.AppId}/{type}", _ => Build(host.AppId, $"actor_{type}", Actor(host, type) with { Retry = null, Breaker = null }, IsActorFailure)), work, cancellation);

    private Policies Actor(AppRuntime app, string type) => Find(app.AppId, r => r.Actors.GetValueOrDefault(type), "Actor", "");

    private static bool IsActorFailure(Outcome<object> outcome) => outcome.Exception is not (null or Http.ApiError or Actors.ActorServiceException { IsPermanent: true });

    private static async Task<T> RunAsync<T>(ResiliencePipeline? pipeline, Func<CancellationToken, Task<T>> work, CancellationToken cancellation)
    {
        if (pipeline is null)
            return await work(cancellation);
        try
        {
            return await pipeline.ExecuteAsync(async token => await work(token), cancellation);
        }
        catch (TimeoutRejectedException late)
        {
            throw new TimeoutException($"no answer within {late.Timeout}", late);
        }
    }

    /// <summary>For what an app asks of a component; nothing if no policy applies. An ETag that has passed is an answer, not a failure.</summary>
    private ResiliencePipeline? Outbound(string appId, string component, string kind) => pipelines.GetOrAdd($"component/{appId}/{component}", _ =>
        Build(appId, $"{kind}_{component}", Find(appId, r => r.Components.GetValueOrDefault(component)?.Outbound, $"{kind}ComponentOutbound", "ComponentOutbound", "Component", ""), outcome => outcome.Exception is not (null or State.ETagException or Http.ApiError)));

    /// <summary>For calls of one app to another, or nothing. An answer that is neither a success nor a redirection is a failure.</summary>
    public ResiliencePipeline? Invocation(string appId, string target) => pipelines.GetOrAdd($"app/{appId}/{target}", _ =>
        Build(appId, $"app_{target}", Find(appId, r => r.Apps.GetValueOrDefault(target), "App", ""), outcome => outcome.Exception is not null || outcome.Result is HttpResponseMessage { StatusCode: < (System.Net.HttpStatusCode)200 or >= (System.Net.HttpStatusCode)400 }));

    private PolicyMetrics.Target? Counts(string appId, Policies of, string target, string direction) =>
        of.Source is { } source && metrics.For(appId) is { } app ? new PolicyMetrics.Target(app.Policies, source.Name, source.Namespace, direction, target) : null;

    private ResiliencePipeline? Build(string appId, string target, Policies policies, Func<Outcome<object>, bool> isFailure)
    {
        if (policies is { Retry: null, Timeout: null, Breaker: null })
            return null;
        var pipeline = new ResiliencePipelineBuilder { TimeProvider = clock };
        var counts = Counts(appId, policies, target, "outbound");
        var breaker = policies.Breaker is { } policy ? new CircuitBreaker(policy, clock, state => counts?.Activated(PolicyMetrics.CircuitBreaker, state)) : null;
        if (counts is not null)
            pipeline.AddStrategy(_ => new CountingStrategy(counts, policies.Retry is not null, policies.Timeout is not null, breaker), new BreakerStrategy.Options());
        if (policies.Retry is { MaxRetries: not 0 } retry)
        {
            pipeline.AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = retry.MaxRetries < 0 ? int.MaxValue : retry.MaxRetries,
                DelayGenerator = turn => ValueTask.FromResult(retry.WaitAfter(turn.AttemptNumber + 1)),
                ShouldHandle = turn => ValueTask.FromResult(
                    isFailure(turn.Outcome) && turn.Outcome.Exception is not CircuitOpenException && !turn.Context.CancellationToken.IsCancellationRequested && IsListed(retry, turn.Outcome.Result)),
                OnRetry = turn =>
                {
                    counts?.Activated(PolicyMetrics.Retry);
                    (turn.Outcome.Result as IDisposable)?.Dispose(); // An answer that nobody will read.
                    return ValueTask.CompletedTask;
                },
            });
        }
        if (breaker is not null)
            pipeline.AddStrategy(_ => new BreakerStrategy(breaker, isFailure), new BreakerStrategy.Options());
        if (policies.Timeout is { } timeout)
        {
            pipeline.AddTimeout(new TimeoutStrategyOptions
            {
                Timeout = timeout,
                OnTimeout = _ =>
                {
                    counts?.Activated(PolicyMetrics.Timeout);
                    return ValueTask.CompletedTask;
                },
            });
        }
        return pipeline.Build();
    }

    private static bool IsListed(RetryPolicy retry, object? result) =>
        retry.HttpStatusCodes is not { } codes || result is not HttpResponseMessage response || codes.Has((int)response.StatusCode);

    /// <summary>Without a target's own name for it, the most particular default counts.</summary>
    private Policies Find(string appId, Func<ResiliencyResource, PolicyNames?> target, params string[] levels)
    {
        RetryPolicy? retry = null;
        TimeSpan? timeout = null;
        CircuitBreakerPolicy? breaker = null;
        ResiliencyResource? source = null;
        foreach (var resiliency in resources.Resiliencies.Where(r => r.IsFor(appId)))
        {
            var names = target(resiliency);
            retry ??= First(resiliency.Retries, names?.Retry, "RetryPolicy");
            timeout ??= First(resiliency.Timeouts, names?.Timeout, "TimeoutPolicy") is { Ticks: > 0 } time ? time : null;
            breaker ??= First(resiliency.CircuitBreakers, names?.CircuitBreaker, "CircuitBreakerPolicy");
            source ??= (retry, timeout, breaker) is (null, null, null) ? null : resiliency;
        }
        return new Policies(retry, timeout, breaker, source);

        T? First<T>(IReadOnlyDictionary<string, T> policies, string? named, string suffix)
        {
            foreach (var name in named is null ? levels.Select(l => $"Default{l}{suffix}") : [named])
                if (policies.TryGetValue(name, out var policy))
                    return policy;
            return default;
        }
    }

    private sealed record Policies(RetryPolicy? Retry, TimeSpan? Timeout, CircuitBreakerPolicy? Breaker, ResiliencyResource? Source);
}
