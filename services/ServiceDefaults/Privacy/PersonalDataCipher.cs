using System.Security.Cryptography;
using System.Text;

namespace Yilai.ServiceDefaults.Privacy;

/// <summary>
/// Encrypts personal data at rest with AES-256-GCM. A ciphertext names its key, so that keys can be changed, and is bound
/// to the place it was written for: moved to another column or row it does not decrypt.
/// </summary>
/// <remarks>Form: <c>{key id}.{base64 of nonce, tag and ciphertext}</c>.</remarks>
public sealed class PersonalDataCipher
{
    private const int KeyBytes = 32;
    private const int KeyIdLength = 8;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    private readonly Dictionary<string, byte[]> keys;
    private readonly string currentKeyId;

    /// <summary>Takes the key to encrypt with, and earlier ones that stored values may still name.</summary>
    /// <exception cref="ArgumentException">A key has not 32 bytes.</exception>
    public PersonalDataCipher(byte[] currentKey, params byte[][] earlierKeys)
    {
        ArgumentNullException.ThrowIfNull(currentKey);
        ArgumentNullException.ThrowIfNull(earlierKeys);
        keys = earlierKeys.Prepend(currentKey).DistinctBy(KeyId).ToDictionary(KeyId);
        currentKeyId = KeyId(currentKey);
    }

    /// <summary>Encrypts <paramref name="text"/> for <paramref name="place"/>, such as <c>patient.phone/{id}</c>.</summary>
    public string Encrypt(string text, string place)
    {
        ArgumentNullException.ThrowIfNull(text);
        var plain = Encoding.UTF8.GetBytes(text);
        var sealedText = new byte[NonceBytes + TagBytes + plain.Length];
        var nonce = sealedText.AsSpan(0, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(keys[currentKeyId], TagBytes);
        aes.Encrypt(nonce, plain, sealedText.AsSpan(NonceBytes + TagBytes), sealedText.AsSpan(NonceBytes, TagBytes), Encoding.UTF8.GetBytes(place));
        return $"{currentKeyId}.{Convert.ToBase64String(sealedText)}";
    }

    /// <summary>Decrypts what <see cref="Encrypt"/> made for the same <paramref name="place"/>.</summary>
    /// <exception cref="CryptographicException">The value is damaged or was written for another place.</exception>
    /// <exception cref="UnknownDataKeyException">It was encrypted with a key that is not at hand.</exception>
    public string Decrypt(string value, string place)
    {
        ArgumentNullException.ThrowIfNull(value);
        var dot = value.IndexOf('.', StringComparison.Ordinal);
        if (dot != KeyIdLength || !value[..dot].All(char.IsAsciiHexDigitLower))
        {
            throw new CryptographicException("The value is not encrypted.");
        }

        if (!keys.TryGetValue(value[..dot], out var key))
        {
            throw new UnknownDataKeyException(value[..dot], currentKeyId);
        }

        var sealedText = new byte[value.Length];
        if (!Convert.TryFromBase64Chars(value.AsSpan(dot + 1), sealedText, out var length) || length < NonceBytes + TagBytes)
        {
            throw new CryptographicException("The value is damaged.");
        }

        var plain = new byte[length - NonceBytes - TagBytes];
        using var aes = new AesGcm(key, TagBytes);
        aes.Decrypt(
            sealedText.AsSpan(0, NonceBytes),
            sealedText.AsSpan((NonceBytes + TagBytes)..length),
            sealedText.AsSpan(NonceBytes, TagBytes),
            plain,
            Encoding.UTF8.GetBytes(place));
        return Encoding.UTF8.GetString(plain);
    }

    /// <summary>The key's own fingerprint: nobody has to number keys, and it tells nothing about the key.</summary>
    private static string KeyId(byte[] key) =>
        key.Length == KeyBytes
            ? Convert.ToHexStringLower(SHA256.HashData(key).AsSpan(0, KeyIdLength / 2))
            : throw new ArgumentException($"A data key has {KeyBytes} bytes, not {key.Length}.", nameof(key));
}
