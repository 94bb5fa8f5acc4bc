using System.Collections.Concurrent;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;
using Yilai.Sidecar.Hosting;

namespace Yilai.Sidecar.Apps;

/// <summary>The calls that the sidecar makes to apps that speak gRPC: the services AppCallback… of dapr.proto.runtime.v1.</summary>
internal sealed class GrpcAppChannel(SidecarOptions options) : IDisposable
{
    private readonly ConcurrentDictionary<AppRuntime, GrpcChannel> channels = new();

    /// <summary>Calls a method of the app.</summary>
    /// <exception cref="HttpRequestException">The app is not there.</exception>
    /// <exception cref="RpcException">It refuses.</exception>
    public async Task<TResponse> CallAsync<TRequest, TResponse>(
        AppRuntime app, Method<TRequest, TResponse> method, TRequest request, CancellationToken cancellation, IEnumerable<KeyValuePair<string, string>>? headers = null)
        where TRequest : class, IMessage
        where TResponse : class, IMessage
    {
        var metadata = new global::Grpc.Core.Metadata();
        foreach (var (name, value) in headers ?? [])
            metadata.Add(name, value);
        if (options.AppApiToken is { } token)
            metadata.Add(ApiToken.Header, token);
        var (since, status) = (app.Metrics?.Now ?? 0, StatusCode.Unknown);
        TResponse? answer = null;
        try
        {
            answer = await channels.GetOrAdd(app, Open).CreateCallInvoker().AsyncUnaryCall(method, null, new CallOptions(metadata, cancellationToken: cancellation), request);
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
            if (ReferenceEquals(method, AppMethods.HealthCheck))
                app.Metrics?.Rpc.Probed(status, since);
            else
                app.Metrics?.Rpc.Client.Add(method.FullName, status, request, answer, since);
        }
    }

    /// <summary>Asks the app for a list of AppCallback; an app that does not implement it has none.</summary>
    /// <exception cref="HttpRequestException">The app is not there, or cannot say yet: it is worth asking again.</exception>
    public async Task<TResponse> ListAsync<TResponse>(AppRuntime app, Method<Empty, TResponse> method, CancellationToken cancellation)
        where TResponse : class, IMessage, new()
    {
        try
        {
            return await CallAsync(app, method, new Empty(), cancellation);
        }
        catch (RpcException error) when (error.StatusCode == StatusCode.Unimplemented)
        {
            return new TResponse();
        }
        catch (RpcException error)
        {
            throw new HttpRequestException($"{method.Name} answers {error.StatusCode}: {error.Status.Detail}", error);
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
