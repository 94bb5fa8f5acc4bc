namespace Yilai.Hosting.DaprSidecars;

/// <summary>A service and its sidecar.</summary>
/// <param name="AppId">Its app-id.</param>
/// <param name="App">Where it listens.</param>
/// <param name="Http">Where its sidecar's HTTP API listens.</param>
/// <param name="Grpc">Where its sidecar's gRPC API listens.</param>
internal sealed record DaprAppAnnotation(string AppId, EndpointReference App, EndpointReference Http, EndpointReference Grpc) : IResourceAnnotation
{
    public static ReferenceExpression Address(EndpointReference endpoint) =>
        ReferenceExpression.Create($"http://127.0.0.1:{endpoint.Property(EndpointProperty.TargetPort)}");

    /// <summary>One entry of the sidecar's list of apps.</summary>
    public async Task<object> ToEntryAsync(CancellationToken cancellationToken) => new
    {
        appId = AppId,
        appPort = await PortAsync(App, cancellationToken),
        httpPort = await PortAsync(Http, cancellationToken),
        grpcPort = await PortAsync(Grpc, cancellationToken),
    };

    private static async Task<int> PortAsync(EndpointReference endpoint, CancellationToken cancellationToken) =>
        int.Parse((await endpoint.Property(EndpointProperty.TargetPort).GetValueAsync(cancellationToken))!, provider: null);
}
