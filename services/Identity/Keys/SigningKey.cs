using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace Yilai.Identity.Keys;

/// <summary>A key of the pair that signs access tokens (ECDSA P-256).</summary>
internal sealed record SigningKey(string Kid, ECDsa Pair, DateTimeOffset SignsFrom)
{
    public static SigningKey Create(DateTimeOffset signsFrom)
    {
        var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var fingerprint = SHA256.HashData(pair.ExportSubjectPublicKeyInfo());
        return new SigningKey(Base64UrlEncoder.Encode(fingerprint.AsSpan(0, 12).ToArray()), pair, signsFrom);
    }

    public static SigningKey Import(string kid, string pkcs8, DateTimeOffset signsFrom)
    {
        var pair = ECDsa.Create();
        pair.ImportPkcs8PrivateKey(Convert.FromBase64String(pkcs8), out _);
        return new SigningKey(kid, pair, signsFrom);
    }

    public string Export() => Convert.ToBase64String(Pair.ExportPkcs8PrivateKey());

    public SigningCredentials Credentials() => new(new ECDsaSecurityKey(Pair) { KeyId = Kid }, SecurityAlgorithms.EcdsaSha256);

    public PublicKey ToPublic()
    {
        var point = Pair.ExportParameters(includePrivateParameters: false).Q;
        return new PublicKey("EC", "P-256", "sig", "ES256", Kid, Base64UrlEncoder.Encode(point.X), Base64UrlEncoder.Encode(point.Y));
    }
}
