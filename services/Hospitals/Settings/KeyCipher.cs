using System.Security.Cryptography;
using System.Text;

namespace Yilai.Hospitals.Settings;

/// <summary>
/// Encrypts hospitals' keys at rest by AES-GCM with the platform's data key: nonce, ciphertext, tag. A ciphertext is bound
/// to its key id, so one row's cannot be put into another's place.
/// </summary>
internal sealed class KeyCipher(byte[] dataKey)
{
    private const int NonceLength = 12;
    private const int TagLength = 16;

    public byte[] Encrypt(byte[] key, string keyId)
    {
        var result = new byte[NonceLength + key.Length + TagLength];
        RandomNumberGenerator.Fill(result.AsSpan(0, NonceLength));
        using var aes = new AesGcm(dataKey, TagLength);
        aes.Encrypt(
            result.AsSpan(0, NonceLength),
            key,
            result.AsSpan(NonceLength, key.Length),
            result.AsSpan(NonceLength + key.Length),
            Encoding.UTF8.GetBytes(keyId));
        return result;
    }

    /// <exception cref="CryptographicException">It was encrypted with another data key or for another key id.</exception>
    public byte[] Decrypt(byte[] encrypted, string keyId)
    {
        var key = new byte[encrypted.Length - NonceLength - TagLength];
        using var aes = new AesGcm(dataKey, TagLength);
        aes.Decrypt(
            encrypted.AsSpan(0, NonceLength),
            encrypted.AsSpan(NonceLength, key.Length),
            encrypted.AsSpan(NonceLength + key.Length),
            key,
            Encoding.UTF8.GetBytes(keyId));
        return key;
    }
}
