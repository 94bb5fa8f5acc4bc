using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Yilai.HospitalSdk.Messages;

namespace Yilai.HospitalSdk;

/// <summary>JSON over HTTP, with problem answers as exceptions.</summary>
internal static class JsonCalls
{
    public static async Task<T> GetJsonAsync<T>(this HttpClient http, string path, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        using var response = await http.SendAsync(request, cancellationToken);
        return await ReadAsync<T>(response, cancellationToken);
    }

    public static async Task<PushResult> PutForResultAsync<T>(
        this HttpClient http, string path, ItemList<T> items, CancellationToken cancellationToken)
    {
        using var request = WithBody(HttpMethod.Put, path, items);
        using var response = await http.SendAsync(request, cancellationToken);
        return await ReadAsync<PushResult>(response, cancellationToken);
    }

    public static async Task SendJsonAsync<T>(
        this HttpClient http, HttpMethod method, string path, T? body, CancellationToken cancellationToken)
        where T : class
    {
        using var request = WithBody(method, path, body);
        using var response = await http.SendAsync(request, cancellationToken);
        await ThrowIfRefusedAsync(response, cancellationToken);
    }

    private static HttpRequestMessage WithBody<T>(HttpMethod method, string path, T? body)
        where T : class
    {
        var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, HospitalJson.Options));
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        return request;
    }

    private static async Task<T> ReadAsync<T>(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await ThrowIfRefusedAsync(response, cancellationToken);
        return await response.Content.ReadFromJsonAsync<T>(HospitalJson.Options, cancellationToken)
            ?? throw new JsonException("The answer is null.");
    }

    private static async Task ThrowIfRefusedAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.IsSuccessStatusCode)
        {
            return;
        }

        var problem = await ReadProblemAsync(response, cancellationToken);
        var status = (int)response.StatusCode;
        throw new HospitalApiException(
            response.StatusCode,
            problem?.Code ?? $"http-{status}",
            problem?.Detail ?? problem?.Title ?? $"The platform answered {status}.")
        {
            Errors = problem?.Errors ?? [],
        };
    }

    private static async Task<Problem?> ReadProblemAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.Content.Headers.ContentType?.MediaType is not ("application/problem+json" or "application/json"))
        {
            return null;
        }

        try
        {
            return await response.Content.ReadFromJsonAsync<Problem>(HospitalJson.Options, cancellationToken);
        }
        catch (JsonException)
        {
            return null; // the status says enough
        }
    }

    private sealed record Problem(string? Code, string? Title, string? Detail, Dictionary<string, string[]>? Errors);
}
