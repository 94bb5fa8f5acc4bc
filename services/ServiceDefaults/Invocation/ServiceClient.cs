using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Yilai.ServiceDefaults.Json;

namespace Yilai.ServiceDefaults.Invocation;

/// <summary>Calls one other service through Dapr invocation.</summary>
/// <param name="http">A client whose base address is the app-id.</param>
public sealed class ServiceClient(HttpClient http)
{
    /// <summary>GETs <paramref name="path"/>; null when the answer is 404.</summary>
    /// <exception cref="HttpRequestException">The service is away or answered anything but 2xx or 404.</exception>
    public async Task<T?> FindAsync<T>(string path, CancellationToken cancellationToken)
        where T : class
    {
        using var response = await http.GetAsync(new Uri(path, UriKind.Relative), cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }

        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync<T>(JsonSettings.Web, cancellationToken);
    }

    /// <summary>Sends <paramref name="body"/> as JSON and gives the answer, or the problem with its code when the service refused.</summary>
    /// <exception cref="HttpRequestException">The service is away or failed with 5xx.</exception>
    public async Task<ServiceAnswer<T>> SendAsync<T>(HttpMethod method, string path, object? body, CancellationToken cancellationToken)
        where T : class
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        if (body is not null)
        {
            request.Content = JsonContent.Create(body, body.GetType(), options: JsonSettings.Web);
        }

        using var response = await http.SendAsync(request, cancellationToken);
        if (response.StatusCode >= HttpStatusCode.InternalServerError)
        {
            throw new HttpRequestException($"{method} {http.BaseAddress}{path} answered {(int)response.StatusCode}.", inner: null, response.StatusCode);
        }

        if (!response.IsSuccessStatusCode)
        {
            var problem = await response.Content.ReadFromJsonAsync<ServiceProblem>(JsonSettings.Web, cancellationToken);
            return new ServiceAnswer<T>(null, (problem ?? new ServiceProblem(null, null, null)) with { Status = (int)response.StatusCode });
        }

        var empty = response.StatusCode == HttpStatusCode.NoContent || response.Content.Headers.ContentLength == 0;
        return new ServiceAnswer<T>(empty ? null : await response.Content.ReadFromJsonAsync<T>(JsonSettings.Web, cancellationToken), null);
    }
}

/// <summary>What a called service answered: a value (null for an empty 2xx), or a problem.</summary>
public sealed record ServiceAnswer<T>(T? Value, ServiceProblem? Problem)
    where T : class;

/// <summary>The problem a called service answered with.</summary>
/// <param name="Code">Its stable code.</param>
/// <param name="Detail">What it says to people.</param>
/// <param name="Errors">What is wrong with which field, as it came.</param>
public sealed record ServiceProblem(string? Code, string? Detail, JsonElement? Errors)
{
    /// <summary>The HTTP status.</summary>
    public int Status { get; init; }
}
