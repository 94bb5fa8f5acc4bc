using System.Net.Http.Headers;
using Yilai.Sidecar.Hosting;

namespace Yilai.Sidecar.Apps;

/// <summary>The calls the sidecar itself makes to apps, with the token the apps want to see.</summary>
internal sealed class AppChannel(AppHttp http, SidecarOptions options)
{
    public Task<HttpResponseMessage> GetAsync(AppRuntime app, string path, CancellationToken cancellation) =>
        SendAsync(app, HttpMethod.Get, path, null, [], cancellation);

    public async Task<HttpResponseMessage> SendAsync(
        AppRuntime app, HttpMethod method, string path, HttpContent? content, IEnumerable<KeyValuePair<string, string>> headers, CancellationToken cancellation,
        HttpMessageInvoker? invoker = null, bool isProbe = false)
    {
        // Put together as text: a path that looks like an address would lead elsewhere.
        using var request = new HttpRequestMessage(method, new Uri($"{app.Address}{path.TrimStart('/')}")) { Content = content };
        foreach (var (name, value) in headers)
            if (!name.Equals("content-length", StringComparison.OrdinalIgnoreCase) && !name.Equals("content-type", StringComparison.OrdinalIgnoreCase))
                request.Headers.TryAddWithoutValidation(name, value); // A name or value that is no header is left out.
        request.Headers.TryAddWithoutValidation("dapr-app-id", app.AppId);
        if (options.AppApiToken is { } token)
        {
            request.Headers.Remove(ApiToken.Header);
            request.Headers.TryAddWithoutValidation(ApiToken.Header, token);
        }
        var (since, status) = (app.Metrics?.Now ?? 0, 500);
        HttpResponseMessage? answer = null;
        try
        {
            answer = await (invoker ?? http.Invoker).SendAsync(request, cancellation);
            status = (int)answer.StatusCode;
            return answer;
        }
        catch (OperationCanceledException late) when (!cancellation.IsCancellationRequested)
        {
            // The client's own limit for connecting, told as if somebody had given up.
            throw new HttpRequestException(HttpRequestError.ConnectionError, "the app did not take the connection in time", late);
        }
        finally
        {
            if (isProbe)
                app.Metrics?.Http.Probed(status, since);
            else
                app.Metrics?.Http.Sent(method.Method, path, status, content?.Headers.ContentLength, answer?.Content.Headers.ContentLength, since);
        }
    }

    public static ByteArrayContent Body(byte[] bytes, string contentType)
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        return content;
    }

    /// <summary>Nobody listened: the app has not even seen the request.</summary>
    public static bool IsAbsent(Exception error) => error is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError };
}
