using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Yilai.Sidecar.Resources;

/// <summary>A YAML node, read by path; what is absent or of another shape reads as nothing.</summary>
internal readonly struct Yaml(YamlNode? node)
{
    public bool Exists => node is not null;

    public Yaml this[string key]
    {
        get
        {
            if (node is YamlMappingNode map)
            {
                foreach (var (name, value) in map.Children)
                    if (name is YamlScalarNode scalar && scalar.Value == key)
                        return new Yaml(value);
            }
            return default;
        }
    }

    public IEnumerable<Yaml> Items => node is YamlSequenceNode list ? list.Children.Select(n => new Yaml(n)) : [];

    public IEnumerable<(string Key, Yaml Value)> Entries =>
        node is YamlMappingNode map ? map.Children.Select(e => (((YamlScalarNode)e.Key).Value ?? "", new Yaml(e.Value))) : [];

    /// <summary>A scalar as its text; a list or a map as JSON text; nothing for nothing or null.</summary>
    public string? Text => node switch
    {
        YamlScalarNode scalar => IsNull(scalar) ? null : scalar.Value,
        null => null,
        _ => ToJson(node)?.ToJsonString(JsonSerializerOptions.Default),
    };

    public bool? Flag => Text is { } text ? Truthy(text) : null;

    public int? Number => int.TryParse(Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    public Dictionary<string, string> TextMap() =>
        Entries.Where(e => e.Value.Text is not null).ToDictionary(e => e.Key, e => e.Value.Text!, StringComparer.Ordinal);

    /// <summary>What Dapr takes for true; all other text is false.</summary>
    public static bool Truthy(string text) =>
        text.Trim().ToUpperInvariant() is "Y" or "YES" or "TRUE" or "T" or "ON" or "1";

    private static bool IsNull(YamlScalarNode scalar) =>
        scalar.Style == ScalarStyle.Plain && scalar.Value is null or "" or "~" or "null";

    private static JsonNode? ToJson(YamlNode node) => node switch
    {
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(ToJson)]),
        YamlMappingNode map => new JsonObject(map.Children.Select(e => KeyValuePair.Create(((YamlScalarNode)e.Key).Value ?? "", ToJson(e.Value)))),
        YamlScalarNode { Style: ScalarStyle.Plain } scalar when IsNull(scalar) => null,
        YamlScalarNode { Style: ScalarStyle.Plain, Value: "true" or "false" } scalar => JsonValue.Create(scalar.Value == "true"),
        YamlScalarNode { Style: ScalarStyle.Plain } scalar when decimal.TryParse(scalar.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => JsonValue.Create(number),
        YamlScalarNode scalar => JsonValue.Create(scalar.Value),
        _ => null,
    };
}
