using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Yilai.Contracts;
using Yilai.Identity.Keys;

namespace Yilai.Identity.Sessions;

/// <summary>Signs access tokens: who, until when, and nothing that the gateway does not need.</summary>
internal sealed class AccessTokenIssuer(SigningKeys keys, IOptions<TokenLifetimeOptions> options, TimeProvider clock)
{
    private readonly JsonWebTokenHandler handler = new();

    public TimeSpan Lifetime => options.Value.AccessTokenLifetime;

    public string Issue(Guid userId, Guid sessionId)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return handler.CreateToken(new SecurityTokenDescriptor
        {
            TokenType = AccessTokens.Type,
            Issuer = AccessTokens.Issuer,
            Audience = AccessTokens.Audience,
            IssuedAt = now,
            NotBefore = now,
            Expires = now + Lifetime,
            Claims = new Dictionary<string, object>
            {
                [JwtRegisteredClaimNames.Sub] = userId.ToString(),
                [JwtRegisteredClaimNames.Sid] = sessionId.ToString(),
            },
            SigningCredentials = keys.Current.Credentials(),
        });
    }
}
