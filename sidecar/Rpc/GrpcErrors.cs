using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Yilai.Sidecar.Http;

namespace Yilai.Sidecar.Rpc;

/// <summary>Turns refusals into gRPC statuses, with details where Dapr has them.</summary>
internal static class GrpcErrors
{
    public static RpcException From(ApiError error)
    {
        var trailers = new global::Grpc.Core.Metadata();
        if (error.Reason is { } reason)
        {
            var info = new ErrorInfo { Domain = "dapr.io", Reason = reason };
            var status = new Google.Rpc.Status { Code = (int)error.Rpc, Message = error.Message, Details = { Any.Pack(info) } };
            if (error.Resource is { } resource)
                status.Details.Add(Any.Pack(new ResourceInfo { ResourceType = resource.Type, ResourceName = resource.Name }));
            trailers.Add("grpc-status-details-bin", status.ToByteArray());
        }
        return new RpcException(new global::Grpc.Core.Status(error.Rpc, error.Message), trailers);
    }
}
