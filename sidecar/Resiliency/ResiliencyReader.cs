using Yilai.Sidecar.Components;
using Yilai.Sidecar.PubSub;
using Yilai.Sidecar.Resources;

namespace Yilai.Sidecar.Resiliency;

/// <summary>Reads the kind Resiliency.</summary>
internal static class ResiliencyReader
{
    public static ResiliencyResource Read(Yaml document, string file)
    {
        var policies = document["spec"]["policies"];
        var retries = Named(policies["retries"], (name, value) => Retry(name, value, file));
        var timeouts = Named(policies["timeouts"], (name, value) => Duration(name, value, file) ?? TimeSpan.Zero);
        var breakers = Named(policies["circuitBreakers"], (name, value) => Breaker(name, value, file));
        var targets = document["spec"]["targets"];
        return new ResiliencyResource(
            retries,
            timeouts,
            breakers,
            Named(targets["apps"], (name, value) => Names(value, $"app '{name}'")),
            Named(targets["actors"], (name, value) => Names(value, $"actor type '{name}'")),
            Named(targets["components"], (name, value) => new ComponentTarget(Names(value["inbound"], $"component '{name}'"), Names(value["outbound"], $"component '{name}'"))),
            [.. document["scopes"].Items.Select(s => s.Text).OfType<string>()]);

        PolicyNames Names(Yaml target, string whose)
        {
            var names = new PolicyNames(target["retry"].Text, target["timeout"].Text, target["circuitBreaker"].Text);
            if (names.Retry is { } r && !retries.ContainsKey(r) || names.Timeout is { } t && !timeouts.ContainsKey(t) || names.CircuitBreaker is { } c && !breakers.ContainsKey(c))
                throw new SidecarStartException($"{file} names a policy for {whose} that spec.policies does not have; add it or correct the name");
            return names;
        }
    }

    private static Dictionary<string, T> Named<T>(Yaml map, Func<string, Yaml, T> read) =>
        map.Entries.ToDictionary(e => e.Key, e => read(e.Key, e.Value), StringComparer.Ordinal);

    private static RetryPolicy Retry(string name, Yaml policy, string file)
    {
        var kind = policy["policy"].Text ?? "constant";
        if (kind is not ("constant" or "exponential"))
            throw new SidecarStartException($"retry policy '{name}' in {file}: '{kind}' is neither constant nor exponential");
        var codes = policy["matching"]["httpStatusCodes"].Text;
        return new RetryPolicy(
            kind == "exponential",
            Duration(name, policy["duration"], file) ?? TimeSpan.FromSeconds(5),
            Duration(name, policy["maxInterval"], file) ?? TimeSpan.FromSeconds(60),
            policy["maxRetries"].Number ?? -1,
            codes is null ? null : StatusCodeRanges.Parse(codes)
                ?? throw new SidecarStartException($"retry policy '{name}' in {file}: '{codes}' is not a list of status codes such as 429,500-599"));
    }

    private static CircuitBreakerPolicy Breaker(string name, Yaml policy, string file) => new(
        policy["maxRequests"].Number is > 0 and var requests ? requests : 1,
        Duration(name, policy["interval"], file) ?? TimeSpan.Zero,
        Duration(name, policy["timeout"], file) is { Ticks: > 0 } time ? time : TimeSpan.FromSeconds(60),
        policy["trip"].Text is { } trip ? Trip(name, trip, file) : counts => counts.ConsecutiveFailures > 5);

    /// <summary>The condition is CEL over the names of the counts.</summary>
    private static Func<BreakerCounts, bool> Trip(string name, string text, string file)
    {
        try
        {
            var condition = RouteExpression.Parse(text, "requests", "totalSuccesses", "totalFailures", "consecutiveSuccesses", "consecutiveFailures");
            return counts => condition.IsTrue(System.Text.Json.JsonSerializer.SerializeToElement(counts, Http.ApiJson.Options));
        }
        catch (FormatException wrong)
        {
            throw new SidecarStartException($"circuit breaker '{name}' in {file}: trip '{text}' cannot be understood: {wrong.Message}", wrong);
        }
    }

    private static TimeSpan? Duration(string name, Yaml value, string file) =>
        value.Text is not { } text ? null
        : GoDuration.Parse(text) ?? throw new SidecarStartException($"policy '{name}' in {file}: '{text}' is not a duration such as 5s");
}
