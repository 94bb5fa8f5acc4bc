using System.Security.Cryptography;

namespace Yilai.TestSupport;

/// <summary>The keys of both sides at the payment provider, made once for a test program.</summary>
public static class TestPaymentKeys
{
    /// <summary>The platform's app id.</summary>
    public const string AppId = "yilai-tests";

    private static readonly RSA Platform = RSA.Create(2048);
    private static readonly RSA Provider = RSA.Create(2048);

    /// <summary>The platform's private key, PKCS#8 in base64.</summary>
    public static string PlatformPrivate { get; } = Convert.ToBase64String(Platform.ExportPkcs8PrivateKey());

    /// <summary>Its public half.</summary>
    public static string PlatformPublic { get; } = Convert.ToBase64String(Platform.ExportSubjectPublicKeyInfo());

    /// <summary>The provider's private key, PKCS#8 in base64.</summary>
    public static string ProviderPrivate { get; } = Convert.ToBase64String(Provider.ExportPkcs8PrivateKey());

    /// <summary>Its public half.</summary>
    public static string ProviderPublic { get; } = Convert.ToBase64String(Provider.ExportSubjectPublicKeyInfo());

    /// <summary>The secrets of the payment component and of orders.</summary>
    public static Dictionary<string, string> Secrets(Uri gateway)
    {
        ArgumentNullException.ThrowIfNull(gateway);
        return new()
        {
            ["alipay-gateway"] = gateway.ToString(),
            ["alipay-app-id"] = AppId,
            ["alipay-private-key"] = PlatformPrivate,
            ["alipay-public-key"] = ProviderPublic,
        };
    }
}
