using Yilai.Sidecar.PubSub;
using Yilai.Sidecar.Resources;

namespace Yilai.Sidecar.Resiliency;

/// <summary>Reads the kind Resiliency.</summary>
internal static class ResiliencyReader
{
    public static ResiliencyResource Read(Yaml document)
    {
        var policies = document["spec"]["policies"];
        var retries = Named(policies["retries"], (_, value) => Retry(value));
        var timeouts = Named(policies["timeouts"], (_, value) => value.Duration ?? TimeSpan.Zero);
        var breakers = Named(policies["circuitBreakers"], (_, value) => Breaker(value));
        var targets = document["spec"]["targets"];
        var metadata = document["metadata"];
        return new ResiliencyResource(
            metadata["name"].Text ?? "",
            metadata["namespace"].Text ?? "",
            retries,
            timeouts,
            breakers,
            Named(targets["apps"], (name, value) => Names(value, $"app '{name}'")),
            Named(targets["actors"], (name, value) => Names(value, $"actor type '{name}'")),
            Named(targets["components"], (name, value) => new ComponentTarget(Names(value["inbound"], $"component '{name}'"), Names(value["outbound"], $"component '{name}'"))),
            [.. document["scopes"].Texts]);

        PolicyNames Names(Yaml target, string whose)
        {
            return new PolicyNames(Known("retry", retries), Known("timeout", timeouts), Known("circuitBreaker", breakers));

            string? Known<T>(string field, Dictionary<string, T> policies) =>
                target[field].Text is not { } name || policies.ContainsKey(name) ? target[field].Text
                : throw target[field].Wrong($"names a policy for {whose} that spec.policies does not have; add it or correct the name");
        }
    }

    private static Dictionary<string, T> Named<T>(Yaml map, Func<string, Yaml, T> read) =>
        map.Entries.ToDictionary(e => e.Key, e => read(e.Key, e.Value), StringComparer.Ordinal);

    private static RetryPolicy Retry(Yaml policy)
    {
        var kind = policy["policy"].Text ?? "constant";
        if (kind is not ("constant" or "exponential"))
            throw policy["policy"].Wrong($"'{kind}' is neither constant nor exponential");
        var codes = policy["matching"]["httpStatusCodes"];
        return new RetryPolicy(
            kind == "exponential",
            policy["duration"].Duration ?? TimeSpan.FromSeconds(5),
            policy["maxInterval"].Duration ?? TimeSpan.FromSeconds(60),
            policy["maxRetries"].Number ?? -1,
            codes.Text is not { } list ? null : StatusCodeRanges.Parse(list) ?? throw codes.Wrong($"'{list}' is not a list of status codes such as 429,500-599"));
    }

    private static CircuitBreakerPolicy Breaker(Yaml policy) => new(
        policy["maxRequests"].Number is > 0 and var requests ? requests : 1,
        policy["interval"].Duration ?? TimeSpan.Zero,
        policy["timeout"].Duration is { Ticks: > 0 } time ? time : TimeSpan.FromSeconds(60),
        policy["trip"].Text is { } trip ? Trip(policy["trip"], trip) : counts => counts.ConsecutiveFailures > 5);

    /// <summary>The condition is CEL over the names of the counts.</summary>
    private static Func<BreakerCounts, bool> Trip(Yaml field, string text)
    {
        try
        {
            var condition = RouteExpression.Parse(text, "requests", "totalSuccesses", "totalFailures", "consecutiveSuccesses", "consecutiveFailures");
            return counts => condition.IsTrue(System.Text.Json.JsonSerializer.SerializeToElement(counts, Http.ApiJson.Options));
        }
        catch (FormatException wrong)
        {
            throw field.Wrong($"'{text}' cannot be understood: {wrong.Message}", cause: wrong);
        }
    }
}
