using System.Net;
using System.Text.Json.Nodes;

namespace Yilai.Gateway.Tests.Support;

internal static class ProblemAssert
{
    /// <summary>The answer is problem details with this status and code.</summary>
    public static async Task IsAsync(HttpResponseMessage response, HttpStatusCode status, string code)
    {
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == status, $"{(int)response.StatusCode} instead of {(int)status}: {body}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(code, (string?)JsonNode.Parse(body)!["code"]);
    }
}
