using Dapper;
using Dapr.Client;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Yilai.Hospitals.Settings;

/// <summary>Where the hospitals that come with a development platform are described; nothing is set in production.</summary>
internal sealed class BundledHospitalsOptions
{
    public const string Section = "BundledHospitals";

    /// <summary>The Dapr secret store with <c>{code}:keyId</c> and <c>{code}:key</c>.</summary>
    public string? SecretStore { get; init; }

    /// <summary>Where these hospitals answer: each at its code below this address.</summary>
    public Uri? ApiUrl { get; init; }
}

/// <summary>Lets the bundled hospitals in, at start, before the service listens.</summary>
internal sealed partial class BundledHospitals(
    IOptions<BundledHospitalsOptions> options,
    DaprClient dapr,
    NpgsqlDataSource database,
    KeyCipher cipher,
    ILogger<BundledHospitals> logger) : IHostedService
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Value is not { SecretStore: { Length: > 0 } store, ApiUrl: { } apiUrl })
        {
            return;
        }

        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(Patience);
        await dapr.WaitForSidecarAsync(timeout.Token);
        var secrets = await dapr.GetBulkSecretAsync(store, cancellationToken: timeout.Token);
        var hospitals = Read(secrets.SelectMany(s => s.Value), apiUrl);
        await UpsertAsync(hospitals, cancellationToken);
        LetIn(logger, hospitals.Count);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static List<Bundled> Read(IEnumerable<KeyValuePair<string, string>> secrets, Uri apiUrl)
    {
        var byName = new Dictionary<string, string>(secrets);
        return
        [
            .. from secret in byName
               where secret.Key.EndsWith(":keyId", StringComparison.Ordinal)
               let code = secret.Key[..^":keyId".Length]
               where byName.ContainsKey($"{code}:key")
               select new Bundled(code, secret.Value, Convert.FromBase64String(byName[$"{code}:key"]), $"{apiUrl.ToString().TrimEnd('/')}/{code}/"),
        ];
    }

    private async Task UpsertAsync(List<Bundled> hospitals, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            insert into hospital_set (hospital_code, hospital_name, api_url)
            select code, code, url from unnest(@codes, @urls) as h (code, url)
            on conflict (hospital_code) do update set api_url = excluded.api_url, update_time = now()
            where hospital_set.api_url <> excluded.api_url
            """,
            new { codes = hospitals.Select(h => h.Code).ToArray(), urls = hospitals.Select(h => h.ApiUrl).ToArray() },
            transaction,
            cancellationToken: cancellationToken));
        await connection.ExecuteAsync(new CommandDefinition(
            """
            insert into hospital_key (key_id, hospital_code, sign_key)
            select id, code, key from unnest(@ids, @codes, @keys) as k (id, code, key)
            on conflict (key_id) do update set sign_key = excluded.sign_key
            where hospital_key.hospital_code = excluded.hospital_code
            """,
            new
            {
                ids = hospitals.Select(h => h.KeyId).ToArray(),
                codes = hospitals.Select(h => h.Code).ToArray(),
                keys = hospitals.Select(h => cipher.Encrypt(h.Key, h.KeyId)).ToArray(),
            },
            transaction,
            cancellationToken: cancellationToken));
        await transaction.CommitAsync(cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Bundled hospitals let in: {Count}")]
    private static partial void LetIn(ILogger logger, int count);

    private sealed record Bundled(string Code, string KeyId, byte[] Key, string ApiUrl);
}
