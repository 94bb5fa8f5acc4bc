using System.Security.Cryptography;
using System.Text;

namespace Yilai.Alipay;

/// <summary>
/// Alipay's signature <c>RSA2</c>: RSASSA-PKCS1-v1_5 with SHA-256 over UTF-8 text, in base64. The rule:
/// https://opendocs.alipay.com/common/02khjm. Own code, because Alipay's SDK sends over HTTP itself and would pass the
/// payment binding by.
/// </summary>
public static class AlipaySignature
{
    /// <summary>The parameter that holds the signature.</summary>
    public const string Parameter = "sign";

    /// <summary>The value of <c>sign_type</c>.</summary>
    public const string Type = "RSA2";

    private const string TypeParameter = "sign_type";

    /// <summary>The text that a request's signature covers: all parameters that are not empty but the signature, by name, as <c>a=1&amp;b=2</c>, values as they are before any escaping.</summary>
    public static string ContentOfRequest(IEnumerable<KeyValuePair<string, string>> parameters) => Join(parameters, p => p is not Parameter);

    /// <summary>The same of a notification or a return to the merchant's page, which leave <c>sign_type</c> out as well.</summary>
    public static string ContentOfNotification(IEnumerable<KeyValuePair<string, string>> parameters) => Join(parameters, p => p is not (Parameter or TypeParameter));

    /// <summary>Signs a text.</summary>
    public static string Sign(string content, RSA privateKey)
    {
        ArgumentNullException.ThrowIfNull(privateKey);
        return Convert.ToBase64String(privateKey.SignData(Encoding.UTF8.GetBytes(content), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    /// <summary>Whether the signature is of this text by the key's owner; anything that is no signature at all is not.</summary>
    public static bool Verify(string content, string? signature, RSA publicKey)
    {
        ArgumentNullException.ThrowIfNull(publicKey);
        var bytes = new byte[(signature?.Length ?? 0) * 3 / 4];
        return signature is not null
            && Convert.TryFromBase64String(signature, bytes, out var length)
            && publicKey.VerifyData(Encoding.UTF8.GetBytes(content), bytes.AsSpan(0, length), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }

    private static string Join(IEnumerable<KeyValuePair<string, string>> parameters, Func<string, bool> isCovered) => string.Join('&', parameters
        .Where(p => isCovered(p.Key) && !string.IsNullOrEmpty(p.Value))
        .OrderBy(p => p.Key, StringComparer.Ordinal)
        .Select(p => $"{p.Key}={p.Value}"));
}
