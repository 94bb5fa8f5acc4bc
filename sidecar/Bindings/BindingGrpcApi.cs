using Dapr.Client.Autogen.Grpc.v1;
using Google.Protobuf;
using Yilai.Sidecar.Rpc;

namespace Yilai.Sidecar.Bindings;

/// <summary>The binding method of the gRPC API.</summary>
internal sealed class BindingGrpcApi : IGrpcApi
{
    public void Bind(GrpcMethods methods) => methods.Unary<InvokeBindingRequest, InvokeBindingResponse>("InvokeBinding", InvokeAsync);

    private static async Task<InvokeBindingResponse> InvokeAsync(GrpcCall call, InvokeBindingRequest request)
    {
        var (answer, error) = await OutputBindings.InvokeAsync(call.App, request.Name, request.Operation, request.Data.Memory, request.Metadata, call.Cancellation);
        if (error is not null)
            throw error;
        var response = new InvokeBindingResponse();
        if (answer?.Data is { } data)
            response.Data = UnsafeByteOperations.UnsafeWrap(data);
        foreach (var (name, value) in answer?.Metadata ?? BindingResponse.NoMetadata)
            response.Metadata[name] = value;
        return response;
    }
}
