namespace Yilai.Sidecar.Resources;

/// <summary>Finds the policies that apply to a component for an app.</summary>
internal sealed class ResiliencyPolicies(ResourceSet resources)
{
    /// <summary>The policies for what a component hands to an app.</summary>
    /// <param name="appId">The app.</param>
    /// <param name="component">The component's name.</param>
    /// <param name="kind">The component's kind as policy names spell it: Pubsub, Binding.</param>
    public (RetryPolicy? Retry, TimeSpan? Timeout) Inbound(string appId, string component, string kind)
    {
        RetryPolicy? retry = null;
        TimeSpan? timeout = null;
        foreach (var resiliency in resources.Resiliencies.Where(r => r.IsFor(appId)))
        {
            var names = resiliency.Components.GetValueOrDefault(component)?.Inbound;
            retry ??= Find(resiliency.Retries, names?.Retry, Defaults(kind, "RetryPolicy"));
            timeout ??= Find(resiliency.Timeouts, names?.Timeout, Defaults(kind, "TimeoutPolicy")) is { Ticks: > 0 } time ? time : null;
        }
        return (retry, timeout);
    }

    /// <summary>Without a target, the most particular default counts.</summary>
    private static IEnumerable<string> Defaults(string kind, string suffix) =>
        [$"Default{kind}ComponentInbound{suffix}", $"DefaultComponentInbound{suffix}", $"DefaultComponent{suffix}", $"Default{suffix}"];

    private static T? Find<T>(IReadOnlyDictionary<string, T> policies, string? named, IEnumerable<string> defaults)
    {
        foreach (var name in named is null ? defaults : [named])
            if (policies.TryGetValue(name, out var policy))
                return policy;
        return default;
    }
}
