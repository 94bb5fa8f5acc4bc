using System.Globalization;
using Grpc.Core;

namespace Yilai.Sidecar.Rpc;

/// <summary>Calls of services that are not Dapr's: daprd would proxy them to a gRPC app; the apps here speak HTTP.</summary>
internal static class UnknownService
{
    public static Task Refuse(HttpContext context)
    {
        var named = context.Request.Headers.ContainsKey("dapr-app-id") || context.Request.Headers.ContainsKey("dapr-callee-app-id");
        var (status, message) = named
            ? (StatusCode.Unimplemented, "gRPC proxying is not part of the embedded sidecar; the apps speak HTTP")
            : (StatusCode.Unknown, "failed to proxy request: required metadata dapr-callee-app-id or dapr-app-id not found");
        context.Response.ContentType = "application/grpc";
        context.Response.Headers.GrpcStatus = ((int)status).ToString(CultureInfo.InvariantCulture);
        context.Response.Headers.GrpcMessage = message;
        return Task.CompletedTask;
    }
}
