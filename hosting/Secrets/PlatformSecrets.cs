using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Npgsql;

namespace Yilai.Hosting.Secrets;

/// <summary>The secrets of one platform, in a folder of its data. Keys are made once and kept: what they encrypted must stay readable.</summary>
internal static class PlatformSecrets
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Writes <c>secrets.json</c>, which the sidecar's secret store serves, and <c>operator.json</c>.</summary>
    public static async Task WriteAsync(string folder, string postgres, string mongodb, IEnumerable<KeyValuePair<string, string>> others, CancellationToken cancellationToken)
    {
        var secrets = await ReadAsync(Path.Combine(folder, "secrets.json"), cancellationToken);
        secrets["postgres"] = postgres;
        secrets["postgres-url"] = PostgresUrl(postgres);
        secrets["mongodb"] = mongodb;
        foreach (var (name, value) in others)
        {
            secrets[name] = value;
        }
        secrets["data-key"] ??= Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        secrets["index-key"] ??= Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        var operators = await ReadAsync(Path.Combine(folder, "operator.json"), cancellationToken);
        operators["key"] ??= RandomNumberGenerator.GetHexString(64, lowercase: true);
        secrets["operator-key"] = operators["key"]!.DeepClone();
        PaymentKeys.Complete(secrets);
        Save(Path.Combine(folder, "secrets.json"), secrets);
        Save(Path.Combine(folder, PaymentKeys.SimulatorFile), PaymentKeys.OfSimulator(secrets));
        Save(Path.Combine(folder, "operator.json"), operators);
    }

    /// <summary>The same database in the form that Dapr's PostgreSQL components take.</summary>
    public static string PostgresUrl(string connectionString)
    {
        var parts = new NpgsqlConnectionStringBuilder(connectionString);
        var user = Uri.EscapeDataString(parts.Username ?? "");
        var password = parts.Password is null ? "" : $":{Uri.EscapeDataString(parts.Password)}";
        var sslMode = parts.SslMode switch
        {
            SslMode.VerifyCA => "verify-ca",
            SslMode.VerifyFull => "verify-full",
            var mode => $"{mode}".ToLowerInvariant(),
        };
        return $"postgres://{user}{password}@{parts.Host}:{parts.Port}/{Uri.EscapeDataString(parts.Database ?? "")}?sslmode={sslMode}";
    }

    private static async Task<JsonObject> ReadAsync(string path, CancellationToken cancellationToken) =>
        File.Exists(path) ? JsonNode.Parse(await File.ReadAllTextAsync(path, cancellationToken))!.AsObject() : [];

    private static void Save(string path, JsonObject secrets) => PrivateFiles.Write(path, secrets.ToJsonString(Indented));
}
