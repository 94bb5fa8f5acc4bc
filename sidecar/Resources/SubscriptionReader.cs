using Yilai.Sidecar.PubSub;

namespace Yilai.Sidecar.Resources;

/// <summary>Reads the kind Subscription, v1alpha1 (one route) and v2alpha1 (rules and a default).</summary>
internal static class SubscriptionReader
{
    public static SubscriptionResource Read(Yaml document, string name, string file)
    {
        var (spec, whose) = (document["spec"], $"subscription '{name}'");
        var routes = spec["routes"];
        var fallback = routes["default"].Text ?? (spec["route"].Text is { Length: > 0 } route ? route : null);
        var rules = routes["rules"].Items.Select(r => Rule(r, whose)).Where(r => r.Path.Length > 0).ToList();
        if (rules.Count == 0 && fallback is null)
            throw routes["default"].Wrong("is missing, so there is no route; add it", whose);
        var bulk = spec["bulkSubscribe"];
        var subscription = new TopicSubscription(
            spec["pubsubname"].Needed(whose, "name the broker"),
            spec["topic"].Needed(whose, "name the topic"),
            spec["metadata"].TextMap(),
            rules,
            fallback,
            spec["deadLetterTopic"].Text,
            SubscriptionOrigin.Declarative)
        {
            Bulk = bulk["enabled"].Flag == true ? BulkSettings.Read(bulk["maxMessagesCount"].Number, bulk["maxAwaitDurationMs"].Number) : null,
        };
        return new SubscriptionResource(subscription, [.. document["scopes"].Texts], file);
    }

    private static TopicRule Rule(Yaml rule, string whose)
    {
        try
        {
            return new TopicRule(rule["match"].Text ?? "", rule["path"].Text ?? "");
        }
        catch (FormatException error)
        {
            throw rule["match"].Wrong($"is wrong: {error.Message}", whose, error);
        }
    }
}
