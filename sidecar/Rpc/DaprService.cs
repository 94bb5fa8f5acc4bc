using Grpc.AspNetCore.Server.Model;
using Grpc.Core;
using Microsoft.AspNetCore.Http.Features;
using Yilai.Sidecar.Apps;

namespace Yilai.Sidecar.Rpc;

/// <summary>Stands for the service "Dapr" where gRPC wants a type; its methods are the building blocks'.</summary>
internal sealed class DaprService;

/// <summary>Collects the methods of all building blocks.</summary>
internal sealed class DaprServiceMethods(IEnumerable<IGrpcApi> apis) : IServiceMethodProvider<DaprService>
{
    public void OnServiceMethodDiscovery(ServiceMethodProviderContext<DaprService> context)
    {
        foreach (var api in apis)
            api.Bind(new GrpcMethods(context, api.Service));
    }
}

/// <summary>Knows the app of a call by the port it came to.</summary>
internal static class GrpcApps
{
    public static AppRuntime Of(ServerCallContext call) =>
        call.GetHttpContext().Features.GetRequiredFeature<Hosting.SidecarPort>().App;
}
