using System.Net;
using Yilai.HospitalSdk.Signatures;

namespace Yilai.HospitalSdk;

/// <summary>
/// Sends a request again when the platform is busy, starting or not to be reached. It stands outside the signing
/// handler: every attempt has a signature and a nonce of its own.
/// </summary>
internal sealed class RetryHandler(TimeProvider time) : DelegatingHandler
{
    private const int Attempts = 5;
    private static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var last = attempt == Attempts;
            TimeSpan? asked = null;
            try
            {
                var response = await SendOnceAsync(request, cancellationToken);
                if (last || !IsPassing(response.StatusCode))
                {
                    return response;
                }

                asked = response.Headers.RetryAfter?.Delta;
                response.Dispose();
            }
            catch (Exception exception) when (!last && IsPassing(exception, cancellationToken))
            {
                // The loop is the handling: the next attempt or the last exception tells the caller.
            }

            await Task.Delay(Pause(attempt, asked), time, cancellationToken);
        }
    }

    private async Task<HttpResponseMessage> SendOnceAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(AttemptTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return await base.SendAsync(request, either.Token);
        }
        catch (OperationCanceledException exception) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"The platform did not answer within {AttemptTimeout.TotalSeconds:0} s.", exception);
        }
    }

    private static bool IsPassing(HttpStatusCode status) => status is
        HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;

    private static bool IsPassing(Exception exception, CancellationToken cancellationToken) =>
        !cancellationToken.IsCancellationRequested
        && exception is TimeoutException or (HttpRequestException and not AnswerSignatureException);

    private static TimeSpan Pause(int attempt, TimeSpan? asked)
    {
        // Half fixed, half random: many hospitals that failed together should not come back together.
        var grown = TimeSpan.FromMilliseconds(250 * Math.Pow(2, attempt - 1) * (0.5 + Random.Shared.NextDouble()));
        var pause = asked is { } wish && wish > grown ? wish : grown;
        return pause < LongestPause ? pause : LongestPause;
    }
}
