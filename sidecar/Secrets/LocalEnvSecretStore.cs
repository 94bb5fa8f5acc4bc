using System.Collections;
using Yilai.Sidecar.Components;

namespace Yilai.Sidecar.Secrets;

/// <summary>secretstores.local.env: the environment variables of this process, save the sidecar's own tokens.</summary>
internal sealed class LocalEnvSecretStore(ComponentContext context) : ISecretStore
{
    public static readonly ComponentType Type = new("secretstores.local.env", "v1", c => new LocalEnvSecretStore(c));

    private readonly string prefix = context.Metadata.Text("prefix") ?? "";

    public IReadOnlyList<string> Capabilities => [];

    public Task<IReadOnlyDictionary<string, string>> GetAsync(string name, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyDictionary<string, string>>(One(name, IsBlocked(prefix + name) ? "" : Environment.GetEnvironmentVariable(prefix + name) ?? ""));

    public Task<IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>> GetAllAsync(CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>>(Environment.GetEnvironmentVariables()
            .Cast<DictionaryEntry>()
            .Select(e => (Name: (string)e.Key, Value: e.Value as string ?? ""))
            .Where(e => e.Name.StartsWith(prefix, StringComparison.Ordinal) && !IsBlocked(e.Name))
            .ToDictionary(e => e.Name[prefix.Length..], e => (IReadOnlyDictionary<string, string>)One(e.Name[prefix.Length..], e.Value), StringComparer.Ordinal));

    private static bool IsBlocked(string name) =>
        name.Equals("APP_API_TOKEN", StringComparison.OrdinalIgnoreCase) || name.StartsWith("DAPR_", StringComparison.OrdinalIgnoreCase);

    private static Dictionary<string, string> One(string name, string value) =>
        new Dictionary<string, string>(StringComparer.Ordinal) { [name] = value };
}
