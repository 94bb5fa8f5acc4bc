using System.Globalization;
using Yilai.Sidecar.Resources;

namespace Yilai.Sidecar.Components;

/// <summary>The metadata of a component, all references resolved. Names match whatever their case.</summary>
internal sealed class ComponentMetadata(IReadOnlyDictionary<string, string> values)
{
    private readonly Dictionary<string, string> values = new(values, StringComparer.OrdinalIgnoreCase);

    public IReadOnlyDictionary<string, string> All => values;

    /// <summary>The first of the names that has a value.</summary>
    public string? Text(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (values.TryGetValue(name, out var value) && value.Length > 0)
                return value;
        return null;
    }

    public string Required(params ReadOnlySpan<string> names) =>
        Text(names) ?? throw new ComponentException($"its metadata '{names[0]}' is missing; add it");

    public bool Flag(string name, bool fallback = false) => Text(name) is { } text ? Yaml.Truthy(text) : fallback;

    public int Number(string name, int fallback) =>
        Text(name) is not { } text ? fallback
        : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number
        : throw new ComponentException($"its metadata '{name}' is '{text}', which is not a whole number") { Field = name };

    public TimeSpan Duration(TimeSpan fallback, params ReadOnlySpan<string> names) =>
        Text(names) is not { } text ? fallback
        : GoDuration.ParseOrSeconds(text) ?? throw new ComponentException($"its metadata '{names[0]}' is '{text}', which is not a duration such as 30s") { Field = names[0] };

    public long Bytes(string name, long fallback) =>
        Text(name) is not { } text ? fallback
        : Quantity.Parse(text) ?? throw new ComponentException($"its metadata '{name}' is '{text}', which is not a size such as 8Mi") { Field = name };
}
