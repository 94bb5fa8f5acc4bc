using Microsoft.Extensions.Caching.Memory;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Yilai.Contracts;

namespace Yilai.Gateway.Tokens;

/// <summary>
/// Judges access tokens: ES256 by one of identity's keys, ours by issuer, audience and type, and not expired. A signature is
/// verified once: whoever is logged in sends the same token with every call of a page.
/// </summary>
internal sealed class AccessTokenCheck(SigningKeys keys, TimeProvider clock) : IDisposable
{
    private const int MaxLength = 4096;
    private const int MostRemembered = 10_000;
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(30);
    private static readonly JsonWebTokenHandler Handler = new() { MapInboundClaims = false, MaximumTokenSizeInBytes = MaxLength };
    private readonly MemoryCache verified = new(new MemoryCacheOptions { SizeLimit = MostRemembered });

    public async ValueTask<TokenCheck> JudgeAsync(string token, CancellationToken cancellationToken)
    {
        var known = verified.Get<Verified>(token);
        if ((known?.KeyId ?? KeyIdOf(token)) is not { Length: > 0 } keyId)
        {
            return TokenCheck.Invalid;
        }

        var answer = await keys.FindAsync(keyId, cancellationToken);
        if (answer.Key is null)
        {
            return answer.Reached ? TokenCheck.Invalid : TokenCheck.Unknown;
        }

        // A key that is another one now, though by the same id, has not signed what was verified.
        if (known is null || known.Key != answer.Key)
        {
            known = await VerifyAsync(token, answer.Key);
        }

        return known is not null && IsTimely(known.NotBefore, known.Expires) ? known.Check : TokenCheck.Invalid;
    }

    public void Dispose() => verified.Dispose();

    private async Task<Verified?> VerifyAsync(string token, SecurityKey key)
    {
        var result = await Handler.ValidateTokenAsync(token, Parameters(key));
        if (!result.IsValid || result.SecurityToken is not JsonWebToken read || !Guid.TryParse(read.Subject, out var user))
        {
            return null;
        }

        var holds = new Verified(new TokenCheck(TokenVerdict.Valid, user), read.Kid, key, read.ValidFrom, read.ValidTo);
        return verified.Set(token, holds, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = Remembered });
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
        LifetimeValidator = (notBefore, expires, _, _) => IsTimely(notBefore ?? DateTime.MinValue, expires ?? DateTime.MinValue),
    };

    private bool IsTimely(DateTime notBefore, DateTime expires)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return expires > now - Skew && notBefore < now + Skew;
    }

    private sealed record Verified(TokenCheck Check, string KeyId, SecurityKey Key, DateTime NotBefore, DateTime Expires);
}
