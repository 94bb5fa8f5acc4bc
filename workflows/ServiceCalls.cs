using Yilai.ServiceDefaults.Invocation;

namespace Yilai.Workflows;

/// <summary>What activities ask of services. They fail, and are tried again, when a service did not do it.</summary>
internal static class ServiceCalls
{
    /// <summary>Asks for something that has an answer.</summary>
    /// <exception cref="HttpRequestException">The service refused, is away, or answered nothing.</exception>
    public static async Task<T> AskAsync<T>(this ServiceClient service, HttpMethod method, string path, object? body = null)
        where T : class
    {
        var answer = await service.SendAsync<T>(method, path, body, CancellationToken.None);
        answer.EnsureDone();
        return answer.Value ?? throw new HttpRequestException("A service answered nothing where something was due.");
    }

    /// <summary>Asks for something to be done.</summary>
    /// <exception cref="HttpRequestException">The service is away, or refused with another code than <paramref name="but"/>.</exception>
    public static async Task DoAsync(this ServiceClient service, HttpMethod method, string path, object? body = null, string? but = null) =>
        (await service.SendAsync<object>(method, path, body, CancellationToken.None)).EnsureDone(but);

    /// <exception cref="HttpRequestException">The service refused with another code than <paramref name="but"/>.</exception>
    public static void EnsureDone<T>(this ServiceAnswer<T> answer, string? but = null)
        where T : class
    {
        if (answer.Problem is { } problem && problem.Code != but)
        {
            throw new HttpRequestException($"A service refused: {problem.Status} {problem.Code}.");
        }
    }
}
