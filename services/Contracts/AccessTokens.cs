namespace Yilai.Contracts;

/// <summary>What an access token says about itself: identity writes it, the gateway checks it.</summary>
public static class AccessTokens
{
    /// <summary>The <c>iss</c> claim.</summary>
    public const string Issuer = "yilai";

    /// <summary>The <c>aud</c> claim.</summary>
    public const string Audience = "yilai-api";

    /// <summary>The <c>typ</c> header of RFC 9068: no other kind of JWT passes for an access token.</summary>
    public const string Type = "at+jwt";

    /// <summary>The only <c>alg</c>.</summary>
    public const string Algorithm = "ES256";

    /// <summary>Where identity publishes its public keys.</summary>
    public const string KeysPath = "/.well-known/jwks.json";
}
