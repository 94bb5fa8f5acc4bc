using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Yilai.Contracts;

namespace Yilai.Gateway.Tests.Support;

/// <summary>Identity's key pair, and tokens good and bad.</summary>
internal sealed class TestKeys
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);
    private ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public static Guid User { get; } = Guid.Parse("0199aaaa-0000-7000-8000-000000000001");

    public string KeyId { get; private set; } = "key-1";

    public void Rotate(string keyId)
    {
        key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        KeyId = keyId;
    }

    public object ToJwks()
    {
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        return new
        {
            keys = new[] { new { kty = "EC", crv = "P-256", use = "sig", alg = "ES256", kid = KeyId, x = Base64UrlEncoder.Encode(point.X), y = Base64UrlEncoder.Encode(point.Y) } },
        };
    }

    public string Token(Guid? user = null, Action<SecurityTokenDescriptor>? change = null)
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        var descriptor = new SecurityTokenDescriptor
        {
            TokenType = AccessTokens.Type,
            Issuer = AccessTokens.Issuer,
            Audience = AccessTokens.Audience,
            IssuedAt = now,
            NotBefore = now,
            Expires = now + Lifetime,
            Claims = new Dictionary<string, object> { ["sub"] = (user ?? User).ToString() },
            SigningCredentials = new SigningCredentials(new ECDsaSecurityKey(key) { KeyId = KeyId }, SecurityAlgorithms.EcdsaSha256)
            {
                CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false },
            },
        };
        change?.Invoke(descriptor);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(descriptor);
    }

    /// <summary>Somebody else's key under our key's id.</summary>
    public string ForeignKey() =>
        Token(change: d => d.SigningCredentials = new SigningCredentials(
            new ECDsaSecurityKey(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = KeyId }, SecurityAlgorithms.EcdsaSha256));

    /// <summary>A good token's claims with no signature at all.</summary>
    public string AlgNone() => $"{Encode($$"""{"alg":"none","typ":"at+jwt","kid":"{{KeyId}}"}""")}.{Token().Split('.')[1]}.";

    /// <summary>The public key, which everybody has, used as an HMAC secret.</summary>
    public string PublicKeyAsSecret()
    {
        var body = $"{Encode($$"""{"alg":"HS256","typ":"at+jwt","kid":"{{KeyId}}"}""")}.{Token().Split('.')[1]}";
        return $"{body}.{Base64UrlEncoder.Encode(HMACSHA256.HashData(key.ExportSubjectPublicKeyInfo(), Encoding.ASCII.GetBytes(body)))}";
    }

    private static string Encode(string json) => Base64UrlEncoder.Encode(json);
}
