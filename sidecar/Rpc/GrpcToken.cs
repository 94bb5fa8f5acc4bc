using Grpc.Core;
using Grpc.Core.Interceptors;
using Yilai.Sidecar.Hosting;

namespace Yilai.Sidecar.Rpc;

/// <summary>Every method wants the API token, if there is one.</summary>
internal sealed class GrpcToken(ApiToken token) : Interceptor
{
    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        Check(context);
        return continuation(request, context);
    }

    public override Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        Check(context);
        return continuation(requestStream, responseStream, context);
    }

    public override Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        Check(context);
        return continuation(request, responseStream, context);
    }

    private void Check(ServerCallContext context)
    {
        if (!token.Allows(context.GetHttpContext(), ""))
            throw new RpcException(new Status(StatusCode.Unauthenticated, "authentication error: api token missing or invalid"));
    }
}
