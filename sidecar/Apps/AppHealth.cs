using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Yilai.Sidecar.Apps;

/// <summary>Asks apps whether they are well, where the options say so; otherwise an app that listens is well.</summary>
internal sealed class AppHealth(AppChannel channel, GrpcAppChannel grpc, SidecarOptions options, TimeProvider clock)
{
    public bool IsAsked => options.AppHealth is not null;

    /// <summary>One question.</summary>
    public async Task<bool> IsWellAsync(AppRuntime app, CancellationToken cancellation)
    {
        if (options.AppHealth is not { } health)
            return true;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(health.Timeout);
        try
        {
            if (app.IsGrpc)
            {
                await grpc.CallAsync(app, AppMethods.HealthCheck, new Empty(), limit.Token);
                return true;
            }
            using var answer = await channel.SendAsync(app, HttpMethod.Get, health.Path, null, [], limit.Token, isProbe: true);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception error) when (error is HttpRequestException or IOException or RpcException or OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>Ends when so many answers were bad that the app counts as unwell. As with daprd, good ones between do not reset the count.</summary>
    public async Task UnwellAsync(AppRuntime app, CancellationToken cancellation)
    {
        if (options.AppHealth is not { } health)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, clock, cancellation);
            return;
        }
        for (var failures = 0; failures < health.Threshold;)
        {
            await Task.Delay(health.Interval, clock, cancellation);
            if (!await IsWellAsync(app, cancellation))
                failures++;
        }
    }
}
