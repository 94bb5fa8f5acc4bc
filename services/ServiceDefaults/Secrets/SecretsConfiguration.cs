using Dapr.Client;
using Microsoft.Extensions.Configuration;
using Yilai.Contracts;

namespace Yilai.ServiceDefaults.Secrets;

/// <summary>Names of the secrets in <see cref="ComponentNames.SecretStore"/>.</summary>
public static class SecretNames
{
    /// <summary>Npgsql connection string.</summary>
    public const string Postgres = "postgres";

    /// <summary>MongoDB connection string, database included.</summary>
    public const string MongoDb = "mongodb";

    /// <summary>Base64 of the 32-byte AES-GCM key for personal data at rest.</summary>
    public const string DataKey = "data-key";

    /// <summary>Base64 of the 32-byte HMAC key of the blind indexes.</summary>
    public const string IndexKey = "index-key";

    /// <summary>The key with which operators start scheduled tasks by hand.</summary>
    public const string OperatorKey = "operator-key";

    /// <summary>The address of the payment provider's gateway, to which people's browsers go as well.</summary>
    public const string AlipayGateway = "alipay-gateway";

    /// <summary>The platform's app id at Alipay.</summary>
    public const string AlipayAppId = "alipay-app-id";

    /// <summary>The key that the platform signs with at Alipay: PKCS#8 in base64 or PEM.</summary>
    public const string AlipayPrivateKey = "alipay-private-key";

    /// <summary>Alipay's public key, base64 or PEM.</summary>
    public const string AlipayPublicKey = "alipay-public-key";
}

/// <summary>Reads the secrets that a service names from the secret store into its configuration, once, at start.</summary>
public static class SecretsConfiguration
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Adds each secret as <c>ConnectionStrings:{name}</c>, unless configuration already has one: what an operator sets wins.
    /// </summary>
    /// <exception cref="InvalidOperationException">A secret is missing, or the sidecar did not come up within a minute.</exception>
    public static async Task AddSecretsAsync(this ConfigurationManager configuration, DaprClient dapr, params string[] names)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(dapr);
        var missing = names.Where(n => configuration.GetConnectionString(n) is null).ToArray();
        if (missing.Length == 0)
        {
            return;
        }

        using var timeout = new CancellationTokenSource(Patience);
        await dapr.WaitForSidecarAsync(timeout.Token);
        foreach (var name in missing)
        {
            var secret = await dapr.GetSecretAsync(ComponentNames.SecretStore, name, cancellationToken: timeout.Token);
            configuration[$"ConnectionStrings:{name}"] = secret.TryGetValue(name, out var value) && value.Length > 0
                ? value
                : throw new InvalidOperationException($"Secret '{name}' is not in '{ComponentNames.SecretStore}'.");
        }
    }

    /// <summary>The value of a secret that was named at start.</summary>
    public static string GetSecret(this IConfiguration configuration, string name) =>
        configuration.GetConnectionString(name) ?? throw new InvalidOperationException($"Secret '{name}' was not loaded; name it in AddServiceDefaultsAsync.");
}
