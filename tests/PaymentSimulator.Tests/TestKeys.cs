using System.Security.Cryptography;
using System.Text.Json;

namespace Yilai.PaymentSimulator.Tests;

/// <summary>The keys of both sides, made once: making them is slow.</summary>
internal static class TestKeys
{
    public const string AppId = "2021000000000042";

    /// <summary>The merchant's own.</summary>
    public static RSA Merchant { get; } = RSA.Create(2048);

    /// <summary>The provider's own.</summary>
    public static RSA Provider { get; } = RSA.Create(2048);

    /// <summary>The keys file as the simulator wants it.</summary>
    public static string Json { get; } = JsonSerializer.Serialize(new
    {
        appId = AppId,
        privateKey = Convert.ToBase64String(Provider.ExportPkcs8PrivateKey()),
        merchantPublicKey = Convert.ToBase64String(Merchant.ExportSubjectPublicKeyInfo()),
    });
}
