using Yilai.Identity.Codes;

namespace Yilai.Identity.Sessions;

/// <summary>
/// The refresh token's cookie, which scripts cannot read, and a hint beside it, which they can: whether asking for a
/// refresh makes sense.
/// </summary>
internal static class SessionCookies
{
    public const string RefreshToken = "yilai-refresh";
    public const string Hint = "yilai-session";

    public static void Set(HttpContext context, string token, TimeSpan lifetime)
    {
        context.Response.Cookies.Append(RefreshToken, token, Options(context, "/api/auth", isHttpOnly: true, lifetime));
        context.Response.Cookies.Append(Hint, "1", Options(context, "/", isHttpOnly: false, lifetime));
    }

    public static void Clear(HttpContext context)
    {
        context.Response.Cookies.Delete(RefreshToken, Options(context, "/api/auth", isHttpOnly: true, lifetime: null));
        context.Response.Cookies.Delete(Hint, Options(context, "/", isHttpOnly: false, lifetime: null));
    }

    public static string? Read(HttpContext context) => context.Request.Cookies[RefreshToken] is { Length: > 0 } token ? token : null;

    private static CookieOptions Options(HttpContext context, string path, bool isHttpOnly, TimeSpan? lifetime) => new()
    {
        Path = path,
        HttpOnly = isHttpOnly,
        SameSite = SameSiteMode.Lax,
        Secure = ClientAddress.IsHttps(context),
        MaxAge = lifetime,
    };
}
