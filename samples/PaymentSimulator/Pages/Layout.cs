using System.Security.Cryptography;
using System.Text;

namespace Yilai.PaymentSimulator.Pages;

/// <summary>What every page has around it.</summary>
internal static class Layout
{
    private static readonly string Style = Embedded.Text("page.css");
    private static readonly string Script = Embedded.Text("page.js");

    // Forms may go to any web address, since answers to them lead back to the merchant; nothing else leaves the page.
    private static readonly string Policy =
        $"default-src 'none'; style-src '{Hash(Style)}'; script-src '{Hash(Script)}'; img-src data:; form-action 'self' http: https:; base-uri 'none'; frame-ancestors 'none'";

    public static PageResult Page(Words words, string title, string back, Html main, int status = StatusCodes.Status200OK) => new(
        Html.Of($"""
            <!doctype html>
            <html lang="{words.HtmlLanguage}">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="robots" content="noindex">
            <title>{title} · {words.Simulated}</title>
            <link rel="icon" href="data:,">
            <style>{new Html(Style)}</style>
            </head>
            <body>
            <header class="bar">
            <p class="notice"><strong>{words.Simulated}</strong><span>{words.NoRealMoney}</span></p>
            {LanguageSwitch(words, back)}
            </header>
            <main>
            {main}
            </main>
            <script>{new Html(Script)}</script>
            </body>
            </html>
            """),
        Policy,
        status);

    private static Html LanguageSwitch(Words words, string back)
    {
        var (other, name) = words == Words.Chinese ? (Words.English, "English") : (Words.Chinese, "中文");
        return Html.Of($"""
            <form method="post" action="/simulator/language">
            <input type="hidden" name="back" value="{back}">
            <button class="language" name="lang" value="{other.Code}" lang="{other.HtmlLanguage}">{name}</button>
            </form>
            """);
    }

    private static string Hash(string text) => $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";
}

/// <summary>A page, with what it may do.</summary>
internal sealed class PageResult(Html page, string policy, int status) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = status;
        response.ContentType = "text/html; charset=utf-8";
        response.Headers.ContentSecurityPolicy = policy;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.CacheControl = "no-store";
        response.Headers["Referrer-Policy"] = "no-referrer"; // the address holds the whole order
        response.Headers.Vary = "Accept-Language, Cookie";
        return response.WriteAsync(page.Text, httpContext.RequestAborted);
    }
}
