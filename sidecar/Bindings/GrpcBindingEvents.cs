using Dapr.AppCallback.Autogen.Grpc.v1;
using Google.Protobuf;
using Grpc.Core;
using Yilai.Sidecar.Apps;

namespace Yilai.Sidecar.Bindings;

/// <summary>Input bindings of apps that speak gRPC: ListInputBindings and OnBindingEvent.</summary>
internal static class GrpcBindingEvents
{
    public static async Task<IReadOnlyCollection<string>> ListAsync(GrpcAppChannel channel, AppRuntime app, CancellationToken cancellation) =>
        (await channel.ListAsync(app, AppMethods.ListInputBindings, cancellation)).Bindings;

    /// <returns>Why the app did not handle it; nothing when it did.</returns>
    public static async Task<string?> HandAsync(GrpcAppChannel channel, AppRuntime app, string binding, BindingEvent received, CancellationToken cancellation)
    {
        var request = new BindingEventRequest { Name = binding, Data = UnsafeByteOperations.UnsafeWrap(received.Data) };
        request.Metadata.Add(received.Metadata.ToDictionary());
        try
        {
            await channel.CallAsync(app, AppMethods.OnBindingEvent, request, cancellation);
            return null;
        }
        catch (RpcException error)
        {
            return $"{error.StatusCode}: {error.Status.Detail}";
        }
    }
}
