using Polly;
using Polly.Timeout;

namespace Yilai.Sidecar.Resiliency;

/// <summary>
/// Calls of an app under its policies. A body whose length is known is kept, so that it can be sent again; one that is
/// streamed is sent once. Where no policy is named, an app that nobody reaches is tried again as Dapr's built-in policy
/// says: it has not seen anything yet, and is mostly just being started again.
/// </summary>
internal sealed class ResilientHandler(ResiliencePipeline? policies, HttpMessageInvoker inner, TimeProvider clock) : HttpMessageHandler
{
    private const int BuiltInRetries = 3;
    private static readonly TimeSpan BuiltInWait = TimeSpan.FromSeconds(1);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (policies is null)
            return await SendBuiltInAsync(request, cancellationToken);
        if (request.Content is { } content)
        {
            if (content.Headers.ContentLength is null)
                return await inner.SendAsync(request, cancellationToken);
            request.Content = await KeepAsync(content, cancellationToken);
        }
        try
        {
            return await policies.ExecuteAsync(async token => await inner.SendAsync(request, token), cancellationToken);
        }
        catch (TimeoutRejectedException late)
        {
            throw new HttpRequestException($"no answer within {late.Timeout}", late);
        }
        catch (CircuitOpenException open)
        {
            throw new HttpRequestException(open.Message, open);
        }
    }

    private async Task<HttpResponseMessage> SendBuiltInAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        for (var retries = 0; ; retries++)
        {
            try
            {
                return await inner.SendAsync(request, cancellation);
            }
            catch (HttpRequestException absent) when (absent.HttpRequestError == HttpRequestError.ConnectionError && retries < BuiltInRetries)
            {
                await Task.Delay(BuiltInWait, clock, cancellation);
            }
        }
    }

    private static async Task<ByteArrayContent> KeepAsync(HttpContent content, CancellationToken cancellation)
    {
        using var bytes = new MemoryStream();
        await content.CopyToAsync(bytes, cancellation);
        var kept = new ByteArrayContent(bytes.ToArray());
        foreach (var (name, values) in content.Headers)
            kept.Headers.TryAddWithoutValidation(name, values);
        return kept;
    }
}
