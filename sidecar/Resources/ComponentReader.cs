namespace Yilai.Sidecar.Resources;

/// <summary>Reads the kind Component.</summary>
internal static class ComponentReader
{
    public static ComponentResource Read(Yaml document, string name, string file)
    {
        var (spec, whose) = (document["spec"], $"component '{name}'");
        return new ComponentResource(
            name,
            spec["type"].Needed(whose, "say what it is, e.g. state.in-memory"),
            spec["version"].Text is { Length: > 0 } version ? version : "v1",
            Metadata(spec["metadata"], whose),
            document["auth"]["secretStore"].Text,
            [.. document["scopes"].Texts],
            spec["ignoreErrors"].Flag ?? false,
            spec["initTimeout"].Duration,
            file,
            spec.Line);
    }

    private static List<MetadataItem> Metadata(Yaml list, string whose)
    {
        var items = new List<MetadataItem>();
        foreach (var item in list.Items)
        {
            var name = item["name"].Needed(whose, "name the entry");
            // Names match whatever their case, so two that differ only in case would be one.
            if (items.Exists(i => i.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
                throw item["name"].Wrong($"'{name}' is there twice; remove one", whose);
            var secret = item["secretKeyRef"];
            var reference = secret["name"].Text is { Length: > 0 } secretName ? new SecretKeyRef(secretName, secret["key"].Text ?? secretName) : null;
            items.Add(new MetadataItem(name, item["value"].AnyText, reference, item["envRef"].Text, item.Line));
        }
        return items;
    }
}
