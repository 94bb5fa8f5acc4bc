using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Yilai.Hosting.Secrets;

/// <summary>
/// The platform's keys at the payment provider. Without an account there, both sides' are made here, and the payment
/// simulator plays the provider with its half; with one, put the account's into <c>secrets.json</c>.
/// </summary>
internal static class PaymentKeys
{
    /// <summary>The simulator's half, in the folder of the secrets.</summary>
    public const string SimulatorFile = "payment-simulator.json";

    /// <summary>The secret with the address of the provider's gateway.</summary>
    public const string Gateway = "alipay-gateway";

    private const string AppId = "alipay-app-id";
    private const string PrivateKey = "alipay-private-key";
    private const string PublicKey = "alipay-public-key";
    private const string SimulatorKey = "alipay-simulator-key";
    private const int KeyBits = 2048;

    /// <summary>Adds what is missing; the address stays what it was, or is the real gateway's.</summary>
    public static void Complete(JsonObject secrets)
    {
        secrets[Gateway] ??= "https://openapi.alipay.com/gateway.do";
        secrets[AppId] ??= "yilai-development";
        secrets[PrivateKey] ??= NewKey(out _);
        if (secrets[PublicKey] is null)
        {
            secrets[SimulatorKey] = NewKey(out var publicKey);
            secrets[PublicKey] = publicKey;
        }
    }

    /// <summary>What the simulator needs to know: its own key, and the public half of the platform's.</summary>
    public static JsonObject OfSimulator(JsonObject secrets)
    {
        using var own = RSA.Create();
        own.ImportPkcs8PrivateKey(Convert.FromBase64String((string)secrets[PrivateKey]!), out _);
        return new JsonObject
        {
            ["appId"] = (string)secrets[AppId]!,
            ["privateKey"] = (string?)secrets[SimulatorKey],
            ["merchantPublicKey"] = Convert.ToBase64String(own.ExportSubjectPublicKeyInfo()),
        };
    }

    private static string NewKey(out string publicKey)
    {
        using var key = RSA.Create(KeyBits);
        publicKey = Convert.ToBase64String(key.ExportSubjectPublicKeyInfo());
        return Convert.ToBase64String(key.ExportPkcs8PrivateKey());
    }
}
