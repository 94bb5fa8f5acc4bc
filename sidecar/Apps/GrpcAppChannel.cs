using System.Collections.Concurrent;
using Dapr.AppCallback.Autogen.Grpc.v1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;
using Yilai.Sidecar.Hosting;
using Yilai.Sidecar.Rpc;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace Yilai.Sidecar.Apps;

/// <summary>The calls that the sidecar makes to apps that speak gRPC: the services AppCallback… of dapr.proto.runtime.v1.</summary>
internal sealed class GrpcAppChannel(SidecarOptions options) : IDisposable
{
    private readonly ConcurrentDictionary<AppRuntime, GrpcChannel> channels = new();

    /// <summary>Calls a method of the app.</summary>
    /// <exception cref="HttpRequestException">The app is not there.</exception>
    /// <exception cref="RpcException">It refuses.</exception>
    public async Task<TResponse> CallAsync<TRequest, TResponse>(
        AppRuntime app, ServiceDescriptor service, string method, TRequest request, CancellationToken cancellation, IEnumerable<KeyValuePair<string, string>>? headers = null)
        where TRequest : class, IMessage<TRequest>, new()
        where TResponse : class, IMessage<TResponse>, new()
    {
        var metadata = new global::Grpc.Core.Metadata();
        foreach (var (name, value) in headers ?? [])
            metadata.Add(name, value);
        if (options.AppApiToken is { } token)
            metadata.Add(ApiToken.Header, token);
        var declared = new Method<TRequest, TResponse>(MethodType.Unary, service.FullName, method, GrpcMarshaller<TRequest>.Instance, GrpcMarshaller<TResponse>.Instance);
        var (since, status) = (app.Metrics?.Now ?? 0, StatusCode.Unknown);
        TResponse? answer = null;
        try
        {
            answer = await channels.GetOrAdd(app, Open).CreateCallInvoker().AsyncUnaryCall(declared, null, new CallOptions(metadata, cancellationToken: cancellation), request);
            status = StatusCode.OK;
            return answer;
        }
        catch (RpcException error) when ((status = error.StatusCode) == StatusCode.Unavailable)
        {
            throw new HttpRequestException(HttpRequestError.ConnectionError, error.Status.Detail, error);
        }
        catch (RpcException error) when (error.StatusCode == StatusCode.Cancelled && cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(error.Message, error, cancellation);
        }
        finally
        {
            if (service == AppCallbackHealthCheck.Descriptor)
                app.Metrics?.Rpc.Probed(status, since);
            else
                app.Metrics?.Rpc.Client.Add(declared.FullName, status, request, answer, since);
        }
    }

    /// <summary>Asks the app for a list of AppCallback; an app that does not implement it has none.</summary>
    /// <exception cref="HttpRequestException">The app is not there, or cannot say yet: it is worth asking again.</exception>
    public async Task<TResponse> ListAsync<TResponse>(AppRuntime app, string method, CancellationToken cancellation)
        where TResponse : class, IMessage<TResponse>, new()
    {
        try
        {
            return await CallAsync<Empty, TResponse>(app, AppCallback.Descriptor, method, new Empty(), cancellation);
        }
        catch (RpcException error) when (error.StatusCode == StatusCode.Unimplemented)
        {
            return new TResponse();
        }
        catch (RpcException error)
        {
            throw new HttpRequestException($"{method} answers {error.StatusCode}: {error.Status.Detail}", error);
        }
    }

    public void Dispose()
    {
        foreach (var channel in channels.Values)
            channel.Dispose();
    }

    private GrpcChannel Open(AppRuntime app) => GrpcChannel.ForAddress(app.Address, new GrpcChannelOptions
    {
        MaxReceiveMessageSize = (int)Math.Min(options.MaxBodySize, int.MaxValue),
        HttpHandler = new SocketsHttpHandler { UseProxy = false, EnableMultipleHttp2Connections = true, ConnectTimeout = TimeSpan.FromSeconds(2) },
    });
}
