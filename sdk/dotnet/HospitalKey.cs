namespace Yilai.HospitalSdk;

/// <summary>The key that a hospital and the platform share. It signs calls both ways; its bytes are never printed.</summary>
public sealed class HospitalKey
{
    private readonly byte[] bytes;

    /// <summary>A key from its id and its bytes (32 random ones, as the platform hands them out).</summary>
    public HospitalKey(string keyId, ReadOnlySpan<byte> key)
    {
        ArgumentException.ThrowIfNullOrEmpty(keyId);
        ArgumentOutOfRangeException.ThrowIfLessThan(key.Length, 16, nameof(key));
        KeyId = keyId;
        bytes = key.ToArray();
    }

    /// <summary>The id under which the platform knows the key; it travels with every signature.</summary>
    public string KeyId { get; }

    /// <summary>The secret bytes.</summary>
    public ReadOnlySpan<byte> Bytes => bytes;

    /// <summary>A key from its base64 form.</summary>
    /// <exception cref="FormatException">The text is not base64.</exception>
    public static HospitalKey FromBase64(string keyId, string key) => new(keyId, Convert.FromBase64String(key));

    /// <summary>The key id only.</summary>
    public override string ToString() => KeyId;
}
