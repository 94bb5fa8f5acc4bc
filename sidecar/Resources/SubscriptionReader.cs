using Yilai.Sidecar.PubSub;

namespace Yilai.Sidecar.Resources;

/// <summary>Reads the kind Subscription, v1alpha1 (one route) and v2alpha1 (rules and a default).</summary>
internal static class SubscriptionReader
{
    public static SubscriptionResource Read(Yaml document, string name, string file)
    {
        var spec = document["spec"];
        if (spec["pubsubname"].Text is not { Length: > 0 } pubsub || spec["topic"].Text is not { Length: > 0 } topic)
            throw new SidecarStartException($"subscription '{name}' in {file} needs spec.pubsubname and spec.topic");
        var routes = spec["routes"];
        var fallback = routes["default"].Text ?? (spec["route"].Text is { Length: > 0 } route ? route : null);
        try
        {
            var rules = routes["rules"].Items
                .Select(r => new TopicRule(r["match"].Text ?? "", r["path"].Text ?? ""))
                .Where(r => r.Path.Length > 0)
                .ToList();
            if (rules.Count == 0 && fallback is null)
                throw new SidecarStartException($"subscription '{name}' in {file} has no route; add spec.routes.default");
            var subscription = new TopicSubscription(pubsub, topic, spec["metadata"].TextMap(), rules, fallback, spec["deadLetterTopic"].Text, SubscriptionOrigin.Declarative)
            {
                Bulk = Yaml.Truthy(spec["bulkSubscribe"]["enabled"].Text ?? "") ? BulkSettings.Read(Count("maxMessagesCount"), Count("maxAwaitDurationMs")) : null,
            };
            return new SubscriptionResource(subscription, [.. document["scopes"].Items.Select(s => s.Text).OfType<string>()], file);
        }
        catch (FormatException error)
        {
            throw new SidecarStartException($"subscription '{name}' in {file}: {error.Message}", error);
        }

        int? Count(string field) => int.TryParse(spec["bulkSubscribe"][field].Text, System.Globalization.CultureInfo.InvariantCulture, out var count) ? count : null;
    }
}
