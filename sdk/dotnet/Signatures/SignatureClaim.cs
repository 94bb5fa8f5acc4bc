using System.Security.Cryptography;

namespace Yilai.HospitalSdk.Signatures;

/// <summary>What the signature of a message says of itself. It is believed only when <see cref="IsProvenBy"/> the key.</summary>
public sealed class SignatureClaim
{
    private readonly byte[] signatureBase;
    private readonly byte[] signature;

    internal SignatureClaim(string keyId, string nonce, DateTimeOffset created, byte[] signatureBase, byte[] signature)
    {
        KeyId = keyId;
        Nonce = nonce;
        Created = created;
        this.signatureBase = signatureBase;
        this.signature = signature;
    }

    /// <summary>The id of the key it was made with.</summary>
    public string KeyId { get; }

    /// <summary>The value that no other request with this key may carry.</summary>
    public string Nonce { get; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset Created { get; }

    /// <summary>Whether it was made with this key over this message; the comparison takes constant time.</summary>
    public bool IsProvenBy(HospitalKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return key.KeyId == KeyId
            && CryptographicOperations.FixedTimeEquals(SignatureBase.Sign(key.Bytes, signatureBase), signature);
    }
}
