using System.Text.Json.Nodes;

namespace Yilai.Gateway.OpenApi;

/// <summary>Keeps apart schemas of one name that two services define differently; what they define alike stays one.</summary>
internal static class SchemaNames
{
    private const string Prefix = "#/components/schemas/";

    /// <summary>A copy of <paramref name="document"/> in which every schema that differs from its namesake in <paramref name="taken"/> has the service's name before its own.</summary>
    public static JsonObject Rewrite(string appId, JsonObject document, JsonObject taken)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        while (true)
        {
            var copy = document.DeepClone().AsObject();
            Rename(copy, names);
            var clashes = (copy["components"]?["schemas"]?.AsObject() ?? [])
                .Where(s => taken[s.Key] is { } other && !JsonNode.DeepEquals(other, s.Value))
                .Select(s => s.Key)
                .ToArray();
            if (clashes.Length == 0)
            {
                return copy;
            }

            // A schema that mentions a renamed one differs now too, so look again.
            foreach (var name in clashes)
            {
                var original = names.FirstOrDefault(n => n.Value == name).Key ?? name;
                names[original] = char.ToUpperInvariant(appId[0]) + appId[1..] + name;
            }
        }
    }

    private static void Rename(JsonObject document, Dictionary<string, string> names)
    {
        if (names.Count == 0)
        {
            return;
        }

        RenameReferences(document, names);
        if (document["components"]?["schemas"] is JsonObject schemas)
        {
            foreach (var (name, replacement) in names)
            {
                var schema = schemas[name];
                schemas.Remove(name);
                schemas[replacement] = schema;
            }
        }
    }

    private static void RenameReferences(JsonNode? node, Dictionary<string, string> names)
    {
        if (node is JsonArray array)
        {
            foreach (var item in array)
            {
                RenameReferences(item, names);
            }
        }
        else if (node is JsonObject members)
        {
            foreach (var (key, value) in members.ToArray())
            {
                if (value is JsonValue text && text.TryGetValue<string>(out var reference) && reference.StartsWith(Prefix, StringComparison.Ordinal)
                    && names.TryGetValue(reference[Prefix.Length..], out var replacement))
                {
                    members[key] = Prefix + replacement;
                }
                else
                {
                    RenameReferences(value, names);
                }
            }
        }
    }
}
