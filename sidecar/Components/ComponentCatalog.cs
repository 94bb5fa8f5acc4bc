using Yilai.Sidecar.Resources;

namespace Yilai.Sidecar.Components;

/// <summary>Every component type of the embedded sidecar; each building block lists its own.</summary>
internal static class ComponentCatalog
{
    private static readonly ComponentType[] Types =
        [.. State.StateTypes.All, .. PubSub.PubSubTypes.All, .. Bindings.BindingTypes.All, .. Secrets.SecretStoreTypes.All];

    public static ComponentType Find(ComponentResource resource)
    {
        var version = resource.Version is "v0" ? "v1" : resource.Version;
        if (Array.Find(Types, t => t.Name == resource.Type && t.Version == version) is { } type)
            return type;
        var kind = resource.Type[..(resource.Type.IndexOf('.', StringComparison.Ordinal) + 1)];
        var others = Types.Where(t => kind.Length > 0 && t.Name.StartsWith(kind, StringComparison.Ordinal)).Select(Title).Order(StringComparer.Ordinal).ToList();
        var choice = others.Count > 0 ? $", or choose one of: {string.Join(", ", others)}" : "";
        // The version is only worth naming where the type exists in another one.
        var name = Array.Exists(Types, t => t.Name == resource.Type) ? $"{resource.Type}/{resource.Version}" : resource.Type;
        throw new SidecarStartException(
            $"{name} (component '{resource.Name}' in {resource.File} line {resource.Line}) is not part of the embedded sidecar; run with real daprd{choice}");
    }

    private static string Title(ComponentType type) => type.Version == "v1" ? type.Name : $"{type.Name} (version {type.Version})";
}
