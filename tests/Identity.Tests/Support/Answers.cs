namespace Yilai.Identity.Tests.Support;

/// <summary>The cookies of an answer.</summary>
public static class Answers
{
    public static IReadOnlyList<string> SetCookies(this HttpResponseMessage response) =>
        response.Headers.TryGetValues("Set-Cookie", out var values) ? [.. values] : [];

    public static string? RefreshToken(this HttpResponseMessage response) =>
        response.SetCookies().SingleOrDefault(c => c.StartsWith("yilai-refresh=", StringComparison.Ordinal))?.Split('=', 2)[1].Split(';')[0];
}
