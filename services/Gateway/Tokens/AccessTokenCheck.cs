using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Yilai.Contracts;

namespace Yilai.Gateway.Tokens;

/// <summary>Judges access tokens: ES256 by one of identity's keys, ours by issuer, audience and type, and not expired.</summary>
internal sealed class AccessTokenCheck(SigningKeys keys, TimeProvider clock)
{
    private const int MaxLength = 4096;
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(30);
    private static readonly JsonWebTokenHandler Handler = new() { MapInboundClaims = false, MaximumTokenSizeInBytes = MaxLength };

    public async ValueTask<TokenCheck> JudgeAsync(string token, CancellationToken cancellationToken)
    {
        if (KeyIdOf(token) is not { Length: > 0 } keyId)
        {
            return TokenCheck.Invalid;
        }

        var answer = await keys.FindAsync(keyId, cancellationToken);
        if (answer.Key is null)
        {
            return answer.Reached ? TokenCheck.Invalid : TokenCheck.Unknown;
        }

        var result = await Handler.ValidateTokenAsync(token, Parameters(answer.Key));
        return result.IsValid && Guid.TryParse(((JsonWebToken)result.SecurityToken).Subject, out var user)
            ? new TokenCheck(TokenVerdict.Valid, user)
            : TokenCheck.Invalid;
    }

    private static string? KeyIdOf(string token)
    {
        try
        {
            return token.Length <= MaxLength && Handler.ReadJsonWebToken(token) is { Alg: AccessTokens.Algorithm } read ? read.Kid : null;
        }
        catch (Exception e) when (e is ArgumentException or SecurityTokenException)
        {
            // Not a JWT at all: whoever sent it is told so by the 401.
            return null;
        }
    }

    private TokenValidationParameters Parameters(SecurityKey key) => new()
    {
        IssuerSigningKey = key,
        ValidAlgorithms = [AccessTokens.Algorithm],
        ValidTypes = [AccessTokens.Type],
        ValidIssuer = AccessTokens.Issuer,
        ValidAudience = AccessTokens.Audience,
        RequireExpirationTime = true,
        // The library's own check asks the machine's clock.
        LifetimeValidator = (notBefore, expires, _, _) =>
        {
            var now = clock.GetUtcNow().UtcDateTime;
            return expires > now - Skew && (notBefore is null || notBefore < now + Skew);
        },
    };
}
