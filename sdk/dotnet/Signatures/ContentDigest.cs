using System.Security.Cryptography;
using Yilai.HospitalSdk.StructuredFields;

namespace Yilai.HospitalSdk.Signatures;

/// <summary>The <c>sha-256</c> content digest of RFC 9530.</summary>
internal static class ContentDigest
{
    public static string Of(ReadOnlySpan<byte> body) => $"sha-256=:{Convert.ToBase64String(SHA256.HashData(body))}:";

    /// <summary>Whether the field holds the <c>sha-256</c> of the body; digests by other algorithms beside it are ignored.</summary>
    public static bool Matches(string field, ReadOnlySpan<byte> body) =>
        FieldParser.ParseDictionary(field)?.GetValueOrDefault("sha-256") is Item { Value: byte[] digest }
        && CryptographicOperations.FixedTimeEquals(digest, SHA256.HashData(body));
}
