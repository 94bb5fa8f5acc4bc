using System.Text.Json;
using Yilai.Sidecar.Components;

namespace Yilai.Sidecar.Secrets;

/// <summary>
/// secretstores.local.file: a JSON file, read once. Nested values are flattened with the separator ("a:b:0"); with
/// multiValued, a top-level object is one secret with several values.
/// </summary>
internal sealed class LocalFileSecretStore(ComponentContext context) : ISecretStore
{
    public static readonly ComponentType Type = new("secretstores.local.file", "v1", c => new LocalFileSecretStore(c));

    private readonly string file = context.FullPath(context.Metadata.Required("secretsFile"));
    private readonly string separator = context.Metadata.Text("nestedSeparator") ?? ":";
    private readonly bool multiValued = context.Metadata.Flag("multiValued");
    private readonly Dictionary<string, IReadOnlyDictionary<string, string>> secrets = new(StringComparer.Ordinal);

    public IReadOnlyList<string> Capabilities => multiValued ? ["MULTIPLE_KEY_VALUES_PER_SECRET"] : [];

    public async Task InitializeAsync(CancellationToken cancellation)
    {
        try
        {
            await using var stream = File.OpenRead(file);
            using var json = await JsonDocument.ParseAsync(stream, cancellationToken: cancellation);
            foreach (var entry in json.RootElement.EnumerateObject())
                Add(entry);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ComponentException($"the secrets file {file} cannot be read: {error.Message}", error) { Field = "secretsFile" };
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw new ComponentException($"the secrets file {file} is not a JSON object; correct it", error) { Field = "secretsFile" };
        }
    }

    public Task<IReadOnlyDictionary<string, string>> GetAsync(string name, CancellationToken cancellation) =>
        secrets.TryGetValue(name, out var values) ? Task.FromResult(values)
        : throw new SecretException($"secret {name} not found");

    public Task<IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>> GetAllAsync(CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>>(secrets);

    private void Add(JsonProperty entry)
    {
        if (multiValued && entry.Value.ValueKind == JsonValueKind.Object)
        {
            var values = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var child in entry.Value.EnumerateObject())
                Flatten(child.Name, child.Value, (name, value) => values[name] = value);
            secrets[entry.Name] = values;
            return;
        }
        Flatten(entry.Name, entry.Value, (name, value) => secrets[name] = new Dictionary<string, string>(StringComparer.Ordinal) { [name] = value });
    }

    private void Flatten(string name, JsonElement value, Action<string, string> add)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var child in value.EnumerateObject())
                    Flatten(name + separator + child.Name, child.Value, add);
                break;
            case JsonValueKind.Array:
                foreach (var (index, item) in value.EnumerateArray().Index())
                    Flatten($"{name}{separator}{index}", item, add);
                break;
            case JsonValueKind.String:
                add(name, value.GetString()!);
                break;
            default:
                // daprd would hand out a garbled text for these; better to hear of it at once.
                throw new ComponentException($"the secret '{name}' in {file} is not a string; put it in quotes");
        }
    }
}
