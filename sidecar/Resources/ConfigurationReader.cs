namespace Yilai.Sidecar.Resources;

/// <summary>Reads of the kind Configuration what concerns one machine: which secrets apps may see.</summary>
internal static class ConfigurationReader
{
    public static IEnumerable<SecretScope> SecretScopes(Yaml document) =>
        document["spec"]["secrets"]["scopes"].Items.Select(s => new SecretScope(
            s["storeName"].Text ?? "",
            string.Equals(s["defaultAccess"].Text, "deny", StringComparison.OrdinalIgnoreCase),
            [.. s["allowedSecrets"].Items.Select(i => i.Text).OfType<string>()],
            [.. s["deniedSecrets"].Items.Select(i => i.Text).OfType<string>()]));
}
