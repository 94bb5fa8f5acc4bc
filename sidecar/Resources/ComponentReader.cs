using Yilai.Sidecar.Components;

namespace Yilai.Sidecar.Resources;

/// <summary>Reads the kind Component.</summary>
internal static class ComponentReader
{
    public static ComponentResource Read(Yaml document, string name, string file)
    {
        var spec = document["spec"];
        if (spec["type"].Text is not { Length: > 0 } type)
            throw new SidecarStartException($"component '{name}' in {file} has no spec.type; say what it is, e.g. state.in-memory");
        var timeout = spec["initTimeout"].Text;
        return new ComponentResource(
            name,
            type,
            spec["version"].Text is { Length: > 0 } version ? version : "v1",
            Metadata(spec["metadata"], name, file),
            document["auth"]["secretStore"].Text,
            [.. document["scopes"].Items.Select(s => s.Text).OfType<string>()],
            spec["ignoreErrors"].Flag ?? false,
            timeout is null ? null : GoDuration.Parse(timeout)
                ?? throw new SidecarStartException($"component '{name}' in {file}: initTimeout {timeout} is not a duration such as 30s"),
            file);
    }

    private static List<MetadataItem> Metadata(Yaml list, string component, string file)
    {
        var items = new List<MetadataItem>();
        foreach (var item in list.Items)
        {
            if (item["name"].Text is not { Length: > 0 } name)
                throw new SidecarStartException($"component '{component}' in {file} has a metadata entry without a name");
            // Names match whatever their case, so two that differ only in case would be one.
            if (items.Exists(i => i.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
                throw new SidecarStartException($"component '{component}' in {file} has the metadata '{name}' twice; remove one");
            var secret = item["secretKeyRef"];
            var reference = secret["name"].Text is { Length: > 0 } secretName ? new SecretKeyRef(secretName, secret["key"].Text ?? secretName) : null;
            items.Add(new MetadataItem(name, item["value"].Text, reference, item["envRef"].Text));
        }
        return items;
    }
}
