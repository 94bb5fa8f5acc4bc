using Microsoft.AspNetCore.Http.HttpResults;
using Yilai.Identity.Users;
using Yilai.ServiceDefaults.Errors;

namespace Yilai.Identity.Sessions;

internal static class RefreshSession
{
    public static async Task<Results<Ok<SessionAnswer>, ProblemHttpResult>> HandleAsync(
        HttpContext context, Accounts accounts, RefreshTokens tokens, SessionStarter sessions, CancellationToken cancellationToken)
    {
        if (SessionCookies.Read(context) is { } token
            && await tokens.RotateAsync(token, cancellationToken) is { } session
            && await accounts.FindAsync(session.UserId, cancellationToken) is { IsLocked: false } account)
        {
            return sessions.Answer(context, account, session);
        }

        SessionCookies.Clear(context);
        return Problems.Unauthorized("login-required", "登录已过期，请重新登录。");
    }
}
