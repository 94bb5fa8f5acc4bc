using System.Security.Cryptography;

namespace Yilai.Alipay;

/// <summary>Reads RSA keys as Alipay's key tool and console give them: PEM, or the bare base64 inside it.</summary>
public static class AlipayKeys
{
    /// <summary>A private key: PKCS#8, or PKCS#1 as older tools wrote it.</summary>
    /// <exception cref="CryptographicException">It is no RSA private key.</exception>
    public static RSA ReadPrivate(string text) => Read(text, rsa =>
    {
        var key = Bytes(text);
        try
        {
            rsa.ImportPkcs8PrivateKey(key, out _);
        }
        catch (CryptographicException)
        {
            rsa.ImportRSAPrivateKey(key, out _);
        }
    });

    /// <summary>A public key: SubjectPublicKeyInfo.</summary>
    /// <exception cref="CryptographicException">It is no RSA public key.</exception>
    public static RSA ReadPublic(string text) => Read(text, rsa => rsa.ImportSubjectPublicKeyInfo(Bytes(text), out _));

    private static RSA Read(string text, Action<RSA> importBare)
    {
        ArgumentNullException.ThrowIfNull(text);
        var rsa = RSA.Create();
        try
        {
            if (text.Contains("-----BEGIN", StringComparison.Ordinal))
            {
                rsa.ImportFromPem(text);
            }
            else
            {
                importBare(rsa);
            }

            return rsa;
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException or FormatException)
        {
            rsa.Dispose();
            // What was tried is a secret, and stays out of the message.
            throw new CryptographicException("Not an RSA key in PEM or base64.", e);
        }
    }

    private static byte[] Bytes(string text) => Convert.FromBase64String(text);
}
