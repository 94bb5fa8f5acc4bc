using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Yilai.Sidecar.Resources;

/// <summary>
/// A YAML node, read by path. What is absent reads as nothing; what has another shape than is asked for is told with its
/// file, line and field.
/// </summary>
internal sealed class Yaml
{
    private const int DeepestNesting = 64;

    private readonly YamlNode? node;
    private readonly string file;
    private readonly string path;
    private readonly long parentLine;

    public Yaml(YamlNode? node, string file, string path = "", long parentLine = 1)
    {
        (this.file, this.path, this.parentLine) = (file, path, parentLine);
        this.node = node is YamlScalarNode scalar && IsNull(scalar) ? null : node;
        Line = node?.Start.Line ?? parentLine;
    }

    /// <summary>Where it is in its file, or where it would be.</summary>
    public long Line { get; }

    public string Place => $"{file} line {Line}";

    public bool IsMap => node is YamlMappingNode;

    public Yaml this[string key]
    {
        get
        {
            var found = Map?.Children.FirstOrDefault(c => c.Key is YamlScalarNode name && name.Value == key).Value;
            return new Yaml(found, file, path.Length == 0 ? key : $"{path}.{key}", Line);
        }
    }

    public IEnumerable<Yaml> Items => node switch
    {
        null => [],
        YamlSequenceNode list => list.Children.Select((n, i) => new Yaml(n, file, $"{path}[{i}]", Line)),
        _ => throw Wrong("is not a list"),
    };

    public IEnumerable<string> Texts => Items.Select(i => i.Text).OfType<string>();

    public IEnumerable<(string Key, Yaml Value)> Entries =>
        Map?.Children.Select(e => (e.Key.ToString(), new Yaml(e.Value, file, $"{path}.{e.Key}", Line))) ?? [];

    /// <summary>A scalar as its text.</summary>
    public string? Text => node switch
    {
        null => null,
        YamlScalarNode scalar => scalar.Value,
        _ => throw Wrong("is not a text"),
    };

    /// <summary>A scalar as its text; a list or a map as JSON text.</summary>
    public string? AnyText => node is null or YamlScalarNode ? Text : ToJson(node, 0)?.ToJsonString(JsonSerializerOptions.Default);

    public bool? Flag => Text is not { } text ? null
        : Truthy(text) ? true
        : text.Trim().ToUpperInvariant() is "N" or "NO" or "FALSE" or "F" or "OFF" or "0" or "" ? false
        : throw Wrong($"is '{text}', which is neither true nor false");

    public int? Number => Text is not { } text ? null
        : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number
        : throw Wrong($"is '{text}', which is not a whole number");

    public TimeSpan? Duration => Text is not { } text ? null
        : Components.GoDuration.Parse(text) ?? throw Wrong($"is '{text}', which is not a duration such as 30s");

    public Dictionary<string, string> TextMap() =>
        Entries.Where(e => e.Value.AnyText is not null).ToDictionary(e => e.Key, e => e.Value.AnyText!, StringComparer.Ordinal);

    /// <summary>The text that has to be there.</summary>
    public string Needed(string whose, string advice) =>
        Text is { } text && !string.IsNullOrWhiteSpace(text) ? text : throw Wrong($"is missing; {advice}", whose);

    /// <summary>What is wrong with this field, for the operator.</summary>
    public SidecarStartException Wrong(string what, string whose = "", Exception? cause = null) =>
        new($"{Place}{(whose.Length > 0 ? $", {whose}" : "")}: {(path.Length > 0 ? path : "the document")} {what}", cause);

    /// <summary>What Dapr takes for true; all other text is false.</summary>
    public static bool Truthy(string text) =>
        text.Trim().ToUpperInvariant() is "Y" or "YES" or "TRUE" or "T" or "ON" or "1";

    private YamlMappingNode? Map => node is null ? null : node as YamlMappingNode ?? throw Wrong("is not a map");

    private static bool IsNull(YamlScalarNode scalar) =>
        scalar.Style == ScalarStyle.Plain && scalar.Value is null or "" or "~" or "null";

    private JsonNode? ToJson(YamlNode inner, int depth) => inner switch
    {
        _ when depth > DeepestNesting => throw Wrong("is nested too deeply"), // Or an alias of itself.
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(c => ToJson(c, depth + 1))]),
        YamlMappingNode map => new JsonObject(map.Children.Select(e => KeyValuePair.Create(e.Key.ToString(), ToJson(e.Value, depth + 1)))),
        YamlScalarNode { Style: ScalarStyle.Plain } scalar when IsNull(scalar) => null,
        YamlScalarNode { Style: ScalarStyle.Plain, Value: "true" or "false" } scalar => JsonValue.Create(scalar.Value == "true"),
        YamlScalarNode { Style: ScalarStyle.Plain } scalar when decimal.TryParse(scalar.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => JsonValue.Create(number),
        YamlScalarNode scalar => JsonValue.Create(scalar.Value),
        _ => null,
    };
}
