using System.Collections.Concurrent;
using Yilai.Sidecar.Apps;
using Yilai.Sidecar.Resiliency;

namespace Yilai.Sidecar.Invocation;

/// <summary>What sends one app's calls to another, with the policies for that pair.</summary>
internal sealed class AppCallers(AppHttp http, ResiliencyPolicies policies, TimeProvider clock)
{
    private readonly ConcurrentDictionary<(string Caller, string Target), HttpMessageInvoker> invokers = new();

    public HttpMessageInvoker For(AppRuntime caller, AppRuntime target) => invokers.GetOrAdd((caller.AppId, target.AppId), pair =>
        new HttpMessageInvoker(new ResilientHandler(policies.Invocation(pair.Caller, pair.Target), http.Invoker, clock), disposeHandler: false));
}
