namespace Yilai.HospitalSdk.Signatures;

/// <summary>The header fields that a signed message carries.</summary>
/// <param name="SignatureInput">What is covered and with which parameters.</param>
/// <param name="Signature">The signature itself.</param>
/// <param name="ContentDigest">The hash of the body; null for a request without one.</param>
public sealed record SignatureHeaders(string SignatureInput, string Signature, string? ContentDigest)
{
    /// <summary>The name of the field for <see cref="SignatureInput"/>.</summary>
    public const string SignatureInputName = "Signature-Input";

    /// <summary>The name of the field for <see cref="Signature"/>.</summary>
    public const string SignatureName = "Signature";

    /// <summary>The name of the field for <see cref="ContentDigest"/>.</summary>
    public const string ContentDigestName = "Content-Digest";
}

/// <summary>Finds the values of a header field, one for each line it has; null or none when it is absent.</summary>
/// <param name="name">The name of the field, in any case.</param>
public delegate IEnumerable<string?>? HeaderLookup(string name);
