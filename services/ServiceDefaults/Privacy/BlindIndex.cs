using System.Security.Cryptography;
using System.Text;

namespace Yilai.ServiceDefaults.Privacy;

/// <summary>
/// Finds encrypted values by equality without decrypting: HMAC-SHA256 over the normalised value, with a key that is not
/// in the database.
/// </summary>
/// <param name="key">The HMAC key, 32 bytes.</param>
public sealed class BlindIndex(byte[] key)
{
    /// <summary>The index of <paramref name="value"/> among the values of <paramref name="purpose"/>, as lower-case hex.</summary>
    public string Of(string purpose, string value)
    {
        ArgumentNullException.ThrowIfNull(purpose);
        ArgumentNullException.ThrowIfNull(value);
        return Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{purpose}\n{value.Trim().ToUpperInvariant()}")));
    }
}
