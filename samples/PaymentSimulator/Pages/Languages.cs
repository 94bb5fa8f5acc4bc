using Microsoft.Net.Http.Headers;

namespace Yilai.PaymentSimulator.Pages;

/// <summary>Which language a person reads: the one chosen on the page, else what the browser asks for. The address cannot say, since it is signed.</summary>
internal static class Languages
{
    private const string Cookie = "lang";

    public static Words Of(HttpRequest request) =>
        (request.Cookies[Cookie] ?? Asked(request)) == Words.English.Code ? Words.English : Words.Chinese;

    /// <summary>Whether a person's browser asks, and not a program.</summary>
    public static bool IsBrowser(HttpRequest request) =>
        request.GetTypedHeaders().Accept.Any(type => type.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase));

    public static void MapLanguage(this IEndpointRouteBuilder app) => app.MapPost("/simulator/language", async (HttpContext context) =>
    {
        var form = context.Request.HasFormContentType ? await context.Request.ReadFormAsync(context.RequestAborted) : FormCollection.Empty;
        context.Response.Cookies.Append(Cookie, form["lang"] == Words.English.Code ? Words.English.Code : Words.Chinese.Code, new()
        {
            HttpOnly = true,
            SameSite = Microsoft.AspNetCore.Http.SameSiteMode.Lax,
            MaxAge = TimeSpan.FromDays(365),
        });
        var back = form["back"].ToString();
        // Only to pages of our own: "//host" and "/\host" are addresses of others.
        context.Response.Headers.Location = back is ['/', not ('/' or '\\'), ..] && !back.Any(char.IsControl) && back.All(char.IsAscii) ? back : "/";
        return TypedResults.StatusCode(StatusCodes.Status303SeeOther);
    }).DisableAntiforgery();

    private static string? Asked(HttpRequest request) => request.GetTypedHeaders().AcceptLanguage
        .OrderByDescending(language => language.Quality ?? 1)
        .Select(PrimaryTag)
        .FirstOrDefault(tag => tag == Words.English.Code || tag == Words.Chinese.Code);

    private static string PrimaryTag(StringWithQualityHeaderValue language) => language.Value.ToString().Split('-')[0].ToLowerInvariant();
}
