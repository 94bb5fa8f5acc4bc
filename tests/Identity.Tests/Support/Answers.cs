using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Yilai.Identity.Tests.Support;

/// <summary>What tests look at in answers.</summary>
public static class Answers
{
    public static async Task<JsonNode> JsonAsync(this HttpResponseMessage response) => (await response.Content.ReadFromJsonAsync<JsonNode>())!;

    public static async Task<JsonNode> AssertProblemAsync(this HttpResponseMessage response, HttpStatusCode status, string code)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == status, $"{response.StatusCode}: {text}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = JsonNode.Parse(text)!;
        Assert.Equal(code, (string?)problem["code"]);
        return problem;
    }

    public static IReadOnlyList<string> SetCookies(this HttpResponseMessage response) =>
        response.Headers.TryGetValues("Set-Cookie", out var values) ? [.. values] : [];

    public static string? RefreshToken(this HttpResponseMessage response) =>
        response.SetCookies().SingleOrDefault(c => c.StartsWith("yilai-refresh=", StringComparison.Ordinal))?.Split('=', 2)[1].Split(';')[0];
}
