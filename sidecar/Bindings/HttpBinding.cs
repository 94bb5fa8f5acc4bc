using System.Globalization;
using System.Net.Http.Headers;
using Yilai.Sidecar.Components;

namespace Yilai.Sidecar.Bindings;

/// <summary>bindings.http: calls an address; metadata that begin with a capital become headers.</summary>
internal sealed class HttpBinding : IOutputBinding
{
    public static readonly ComponentType Type = new("bindings.http", "v1", c => new HttpBinding(c));

    private readonly HttpClient client;
    private readonly string url;
    private readonly bool errorIfNot2xx;
    private readonly (string Header, string Token)? security;

    private HttpBinding(ComponentContext context)
    {
        url = context.Metadata.Required("url").TrimEnd('/');
        if (!Uri.TryCreate(url, UriKind.Absolute, out _))
            throw new ComponentException($"its url '{url}' is not an address") { Field = "url" };
        errorIfNot2xx = context.Metadata.Flag("errorIfNot2XX", fallback: true);
        security = context.Metadata.Text("securityTokenHeader") is { } header && context.Metadata.Text("securityToken") is { } token ? (header, token) : null;
        client = new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
        {
            Timeout = context.Metadata.Duration(Timeout.InfiniteTimeSpan, "responseTimeout"),
            MaxResponseContentBufferSize = context.Metadata.Bytes("maxResponseBodySize", 100 * 1024 * 1024),
        };
    }

    public IReadOnlyList<string> Capabilities => ["OUTPUT_BINDING"];

    public IReadOnlyList<string> Operations => ["create", "get", "head", "post", "put", "patch", "delete", "options", "trace"];

    public async Task<BindingResponse?> InvokeAsync(BindingRequest request, CancellationToken cancellation)
    {
        using var message = Message(request);
        try
        {
            using var response = await client.SendAsync(message, cancellation);
            var answer = new BindingResponse(await response.Content.ReadAsByteArrayAsync(cancellation), Metadata(response));
            if (errorIfNot2xx && !response.IsSuccessStatusCode)
                throw new BindingException($"received status code {(int)response.StatusCode}", answer);
            return answer;
        }
        catch (HttpRequestException error)
        {
            throw new BindingException(error.Message, cause: error);
        }
        catch (OperationCanceledException error) when (!cancellation.IsCancellationRequested)
        {
            throw new BindingException($"no answer within {client.Timeout}", cause: error);
        }
    }

    public ValueTask DisposeAsync()
    {
        client.Dispose();
        return ValueTask.CompletedTask;
    }

    private HttpRequestMessage Message(BindingRequest request)
    {
        var method = request.Operation is "create" ? "post" : request.Operation;
        if (!Operations.Contains(method))
            throw new BindingException($"invalid operation: {request.Operation}");
        var path = request.Text("path") is { } given ? "/" + given.TrimStart('/') : "";
        if (!Uri.TryCreate(url + path, UriKind.Absolute, out var address))
            throw new BindingException("the path makes no address");
        var message = new HttpRequestMessage(HttpMethod.Parse(method.ToUpperInvariant()), address);
        if (method is "post" or "put" or "patch" or "delete" || !request.Data.IsEmpty && method is not ("get" or "head"))
        {
            message.Content = new ReadOnlyMemoryContent(request.Data);
            message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }
        message.Headers.TryAddWithoutValidation("Accept", request.Text("Accept") ?? "application/json");
        if (security is { } secret)
            message.Headers.TryAddWithoutValidation(secret.Header, secret.Token);
        foreach (var (name, value) in request.Metadata.Where(m => m.Key is [>= 'A' and <= 'Z', ..] and not "Accept"))
        {
            if (message.Headers.TryAddWithoutValidation(name, value) || message.Content is null)
                continue;
            message.Content.Headers.Remove(name);
            message.Content.Headers.TryAddWithoutValidation(name, value);
        }
        return message;
    }

    private static Dictionary<string, string> Metadata(HttpResponseMessage response)
    {
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["statusCode"] = ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture),
            ["status"] = $"{(int)response.StatusCode} {response.ReasonPhrase}",
        };
        foreach (var (name, values) in response.Headers.Concat(response.Content.Headers))
            metadata[name] = string.Join(", ", values);
        return metadata;
    }
}
