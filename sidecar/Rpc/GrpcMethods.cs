using Google.Protobuf;
using Grpc.AspNetCore.Server.Model;
using Grpc.Core;
using Yilai.Sidecar.Apps;

namespace Yilai.Sidecar.Rpc;

/// <summary>The gRPC side of a building block.</summary>
internal interface IGrpcApi
{
    /// <summary>The service whose methods it has.</summary>
    Google.Protobuf.Reflection.ServiceDescriptor Service => global::Dapr.Client.Autogen.Grpc.v1.Dapr.Descriptor;

    void Bind(GrpcMethods methods);
}

/// <summary>A call: the app whose port it came to, and gRPC's own context.</summary>
internal readonly record struct GrpcCall(AppRuntime App, ServerCallContext Context)
{
    public CancellationToken Cancellation => Context.CancellationToken;
}

/// <summary>
/// Binds methods of a service of which only messages and descriptor are published: name and service are the
/// descriptor's, parsing and writing the messages' own. Methods that nobody binds are answered UNIMPLEMENTED.
/// </summary>
internal sealed class GrpcMethods(ServiceMethodProviderContext<DaprService> context, Google.Protobuf.Reflection.ServiceDescriptor service)
{
    public void Unary<TRequest, TResponse>(string name, Func<GrpcCall, TRequest, Task<TResponse>> handler)
        where TRequest : class, IMessage<TRequest>, new()
        where TResponse : class, IMessage<TResponse>, new()
    {
        var method = new Method<TRequest, TResponse>(MethodType.Unary, service.FullName, Declared(name), GrpcMarshaller<TRequest>.Instance, GrpcMarshaller<TResponse>.Instance);
        context.AddUnaryMethod(method, [], async (_, request, call) =>
        {
            var app = GrpcApps.Of(call);
            var (since, status) = (app.Metrics?.Now ?? 0, StatusCode.OK);
            TResponse? response = null;
            try
            {
                return response = await handler(new GrpcCall(app, call), request);
            }
            catch (Exception error)
            {
                var refusal = Refusal(error);
                status = refusal?.StatusCode ?? StatusCode.Cancelled;
                if (refusal is null || refusal == error)
                    throw;
                throw refusal;
            }
            finally
            {
                app.Metrics?.Rpc.Server.Add(method.FullName, status, request, response, since);
            }
        });
    }

    public void ServerStream<TRequest, TResponse>(string name, Func<GrpcCall, TRequest, IServerStreamWriter<TResponse>, Task> handler)
        where TRequest : class, IMessage<TRequest>, new()
        where TResponse : class, IMessage<TResponse>, new()
    {
        var method = new Method<TRequest, TResponse>(MethodType.ServerStreaming, service.FullName, Declared(name), GrpcMarshaller<TRequest>.Instance, GrpcMarshaller<TResponse>.Instance);
        context.AddServerStreamingMethod(method, [], async (_, request, stream, call) =>
        {
            try
            {
                await handler(new GrpcCall(GrpcApps.Of(call), call), request, stream);
            }
            catch (Http.ApiError error)
            {
                throw GrpcErrors.From(error);
            }
        });
    }

    public void Duplex<TRequest, TResponse>(string name, Func<GrpcCall, IAsyncStreamReader<TRequest>, IServerStreamWriter<TResponse>, Task> handler)
        where TRequest : class, IMessage<TRequest>, new()
        where TResponse : class, IMessage<TResponse>, new()
    {
        var method = new Method<TRequest, TResponse>(MethodType.DuplexStreaming, service.FullName, Declared(name), GrpcMarshaller<TRequest>.Instance, GrpcMarshaller<TResponse>.Instance);
        context.AddDuplexStreamingMethod(method, [], async (_, requests, responses, call) =>
        {
            try
            {
                await handler(new GrpcCall(GrpcApps.Of(call), call), requests, responses);
            }
            catch (Http.ApiError error)
            {
                throw GrpcErrors.From(error);
            }
        });
    }

    /// <summary>As Go's servers answer: the caller learns the reason, whatever it is. Nothing when it was the caller who gave up.</summary>
    private static RpcException? Refusal(Exception error) => error switch
    {
        Http.ApiError known => GrpcErrors.From(known),
        RpcException refusal => refusal,
        OperationCanceledException => null,
        _ => new RpcException(new Status(StatusCode.Unknown, error.Message)),
    };

    /// <summary>A name that the descriptor does not have is a mistake of ours, found at the start.</summary>
    private string Declared(string name) =>
        service.FindMethodByName(name)?.Name ?? throw new InvalidOperationException($"{service.FullName} has no method {name}");
}
