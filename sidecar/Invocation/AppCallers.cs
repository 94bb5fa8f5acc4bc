using System.Collections.Concurrent;
using Yilai.Sidecar.Apps;
using Yilai.Sidecar.Resiliency;
using Yilai.Sidecar.Telemetry;

namespace Yilai.Sidecar.Invocation;

/// <summary>What sends one app's calls to another, with the policies for that pair.</summary>
internal sealed class AppCallers(AppHttp http, ResiliencyPolicies policies, TimeProvider clock)
{
    private readonly ConcurrentDictionary<(string Caller, string Target), AppCaller> callers = new();

    public AppCaller For(AppRuntime caller, AppRuntime target) =>
        callers.GetOrAdd((caller.AppId, target.AppId), static (_, of) => of.Self.Open(of.caller, of.target), (Self: this, caller, target));

    private AppCaller Open(AppRuntime caller, AppRuntime target) => new(
        new HttpMessageInvoker(new ResilientHandler(policies.Invocation(caller.AppId, target.AppId), http.Invoker, clock), disposeHandler: false),
        caller == target || caller.Metrics is not { } metrics ? null : new CallMetrics.Pair(metrics.Calls, caller.AppId, target.AppId, target.Metrics?.Calls, clock));
}

/// <summary>One app's calls of another; those of itself are not counted.</summary>
internal sealed record AppCaller(HttpMessageInvoker Http, CallMetrics.Pair? Counts);
