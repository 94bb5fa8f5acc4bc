using Microsoft.AspNetCore.Http.HttpResults;

namespace Yilai.Identity.Sessions;

internal static class LogOut
{
    public static async Task<NoContent> HandleAsync(HttpContext context, RefreshTokens tokens, CancellationToken cancellationToken)
    {
        if (SessionCookies.Read(context) is { } token)
        {
            await tokens.EndAsync(token, cancellationToken);
        }

        SessionCookies.Clear(context);
        return TypedResults.NoContent();
    }
}
