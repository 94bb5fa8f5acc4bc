using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Yilai.Identity.Users;
using Yilai.ServiceDefaults.Privacy;

namespace Yilai.Identity.Sessions;

/// <summary>Hands a session to the client: cookies and the access token.</summary>
internal sealed class SessionStarter(AccessTokenIssuer accessTokens, IOptions<TokenLifetimeOptions> options)
{
    public Ok<SessionAnswer> Answer(HttpContext context, Account account, SessionToken session)
    {
        SessionCookies.Set(context, session.Token, options.Value.RefreshTokenLifetime);
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new SessionAnswer(
            accessTokens.Issue(account.Id, session.SessionId),
            (int)accessTokens.Lifetime.TotalSeconds,
            new SessionUser(account.Id, Masking.MaskPhone(account.Phone), account.NickName)));
    }
}
