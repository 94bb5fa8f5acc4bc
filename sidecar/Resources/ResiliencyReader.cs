using Yilai.Sidecar.Components;

namespace Yilai.Sidecar.Resources;

/// <summary>Reads the kind Resiliency. Circuit breakers and targets other than what components hand to apps are daprd's; the start says so.</summary>
internal static class ResiliencyReader
{
    public static ResiliencyResource Read(Yaml document, string file)
    {
        var policies = document["spec"]["policies"];
        var retries = policies["retries"].Entries.ToDictionary(e => e.Key, e => Retry(e.Key, e.Value, file), StringComparer.Ordinal);
        var timeouts = policies["timeouts"].Entries.ToDictionary(e => e.Key, e => Duration(e.Key, e.Value, file) ?? TimeSpan.Zero, StringComparer.Ordinal);
        var targets = document["spec"]["targets"]["components"].Entries.ToDictionary(
            e => e.Key,
            e => new ComponentTarget(Names(e.Value["inbound"], retries, timeouts, e.Key, file), Names(e.Value["outbound"], retries, timeouts, e.Key, file)),
            StringComparer.Ordinal);
        return new ResiliencyResource(retries, timeouts, targets, [.. document["scopes"].Items.Select(s => s.Text).OfType<string>()]);
    }

    /// <summary>What only daprd acts on.</summary>
    public static IEnumerable<string> WithoutEffect(Yaml document, string file)
    {
        var spec = document["spec"];
        if (spec["policies"]["circuitBreakers"].Entries.Any())
            yield return $"circuitBreakers in {file}";
        if (spec["targets"]["apps"].Entries.Any())
            yield return $"targets.apps in {file}";
        if (spec["targets"]["actors"].Entries.Any())
            yield return $"targets.actors in {file}";
        foreach (var (component, _) in spec["targets"]["components"].Entries.Where(c => c.Value["outbound"].Entries.Any()))
            yield return $"targets.components.{component}.outbound in {file}";
    }

    private static RetryPolicy Retry(string name, Yaml policy, string file)
    {
        var kind = policy["policy"].Text ?? "constant";
        if (kind is not ("constant" or "exponential"))
            throw new SidecarStartException($"retry policy '{name}' in {file}: '{kind}' is neither constant nor exponential");
        return new RetryPolicy(
            kind == "exponential",
            Duration(name, policy["duration"], file) ?? TimeSpan.FromSeconds(5),
            Duration(name, policy["maxInterval"], file) ?? TimeSpan.FromSeconds(60),
            policy["maxRetries"].Number ?? -1);
    }

    private static TimeSpan? Duration(string name, Yaml value, string file) =>
        value.Text is not { } text ? null
        : GoDuration.Parse(text) ?? throw new SidecarStartException($"policy '{name}' in {file}: '{text}' is not a duration such as 5s");

    private static PolicyNames Names(Yaml target, Dictionary<string, RetryPolicy> retries, Dictionary<string, TimeSpan> timeouts, string component, string file)
    {
        var (retry, timeout) = (target["retry"].Text, target["timeout"].Text);
        if (retry is not null && !retries.ContainsKey(retry) || timeout is not null && !timeouts.ContainsKey(timeout))
            throw new SidecarStartException($"{file} names a policy for component '{component}' that spec.policies does not have; add it or correct the name");
        return new PolicyNames(retry, timeout);
    }
}
