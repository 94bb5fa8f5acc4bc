using Grpc.Core;
using Yilai.Sidecar.Http;

namespace Yilai.Sidecar.Metadata;

/// <summary>/v1.0/healthz: the app and everything around it; /v1.0/healthz/outbound: what the app can call.</summary>
internal sealed class HealthHttpApi : IHttpApi
{
    public IReadOnlyList<ApiRoute> Routes =>
    [
        new(ApiRoute.Get, "healthz", Whole),
        // The ports open only after every component is ready, so whoever can ask can call.
        new(ApiRoute.Get, "healthz/outbound", call => call.App.IsShutDown ? throw NotReady("ERR_OUTBOUND_HEALTH_NOT_READY") : call.NoContent()),
    ];

    private static Task Whole(ApiCall call)
    {
        if (call.Query("appid") is { } id && id != call.App.AppId)
            throw new ApiError(500, StatusCode.Internal, "ERR_HEALTH_APPID_NOT_MATCH", "dapr app-id does not match");
        return call.App is { IsReady: true, IsShutDown: false } ? call.NoContent() : throw NotReady("ERR_HEALTH_NOT_READY");
    }

    private static ApiError NotReady(string code) => new(500, StatusCode.Unavailable, code, "dapr is not ready");
}
