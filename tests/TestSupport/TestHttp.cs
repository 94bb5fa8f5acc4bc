using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Yilai.TestSupport;

/// <summary>Calls of services, and what tests look at in the answers.</summary>
public static class TestHttp
{
    /// <summary>Sends <paramref name="body"/> (content as it is, anything else as JSON) with these headers.</summary>
    public static async Task<HttpResponseMessage> SendAsync(
        this HttpClient client, HttpMethod method, string path, object? body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        if (body is not null)
        {
            request.Content = body as HttpContent ?? JsonContent.Create(body);
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        return await client.SendAsync(request);
    }

    /// <summary>The answer's body.</summary>
    public static async Task<JsonNode> JsonAsync(this HttpResponseMessage response) => (await response.Content.ReadFromJsonAsync<JsonNode>())!;

    /// <summary>Demands problem details with this status and code, and gives them.</summary>
    public static async Task<JsonNode> ExpectProblemAsync(this HttpResponseMessage response, HttpStatusCode status, string code)
    {
        var text = await response.Content.ReadAsStringAsync();
        var isProblem = response.Content.Headers.ContentType?.MediaType == "application/problem+json";
        var problem = isProblem ? JsonNode.Parse(text) : null;
        return response.StatusCode == status && (string?)problem?["code"] == code
            ? problem!
            : throw new InvalidOperationException($"Expected {(int)status} {code}, the answer was {(int)response.StatusCode}: {text}");
    }
}
