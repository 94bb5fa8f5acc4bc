using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Yilai.EndToEnd.Tests.Platform;

/// <summary>What an operator does with the key of the data folder.</summary>
internal static class Operator
{
    /// <summary>Starts a task by hand and gives its figures.</summary>
    public static async Task<JsonElement> RunTaskAsync(this RunningPlatform platform, string name)
    {
        using var answer = await platform.OperateAsync(HttpMethod.Post, $"/api/tasks/{name}/runs");
        return await answer.JsonAsync(HttpStatusCode.OK);
    }

    /// <summary>The differences listed of an order: kind, state and repair, and their ids.</summary>
    public static async Task<(string Standing, string Id)[]> DifferencesOfAsync(this RunningPlatform platform, string orderId)
    {
        using var answer = await platform.OperateAsync(HttpMethod.Get, "/api/differences?size=100");
        var items = (await answer.JsonAsync(HttpStatusCode.OK)).GetProperty("items").EnumerateArray();
        return [.. items.Where(d => d.Text("orderId") == orderId).Select(d => (
            $"{d.Text("kind")} {d.Text("state")} {(d.TryGetProperty("repair", out var repair) ? repair.ToString() : "")}".TrimEnd(), d.Text("id")))];
    }

    public static async Task<HttpResponseMessage> OperateAsync(this RunningPlatform platform, HttpMethod method, string path, object? body = null)
    {
        var file = await File.ReadAllTextAsync(Path.Combine(platform.Data, "secrets", "operator.json"));
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", JsonSerializer.Deserialize<JsonElement>(file).Text("key"));
        return await platform.Http.SendAsync(request);
    }
}
