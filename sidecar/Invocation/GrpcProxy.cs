using System.Globalization;
using System.Net;
using Grpc.Core;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Forwarder;
using Yilai.Sidecar.Apps;
using Yilai.Sidecar.Hosting;
using Yilai.Sidecar.Http;
using Yilai.Sidecar.Rpc;
using Yilai.Sidecar.Unconfigured;

namespace Yilai.Sidecar.Invocation;

/// <summary>
/// Passes calls of services that are not Dapr's on to the gRPC app that the metadata name, whatever their kind: messages,
/// headers, trailers and status go through as they are.
/// </summary>
internal sealed class GrpcProxy(IHttpForwarder forwarder, AppHttp http, AppCallers callers, AppDirectory apps, ApiToken token, SidecarOptions options, IEnumerable<IGrpcApi> apis)
{
    private static readonly string[] Names = ["dapr-callee-app-id", "dapr-app-id"];

    // Streams may be silent for long; this one only ends what is forgotten.
    private static readonly ForwarderRequestConfig Request = new() { ActivityTimeout = TimeSpan.FromHours(24), Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };

    private readonly HashSet<string> own = [.. apis.Select(a => a.Service.FullName)];

    public async Task HandleAsync(HttpContext context)
    {
        if (!token.Allows(context, ""))
            Answer(context, StatusCode.Unauthenticated, "authentication error: api token missing or invalid");
        else if (OfDapr(context) is { } error)
            Answer(context, error.Rpc, error.Message);
        else if (Names.Select(n => context.Request.Headers[n].ToString()).FirstOrDefault(n => n.Length > 0) is not { } target)
            Answer(context, StatusCode.Unknown, "failed to proxy request: required metadata dapr-callee-app-id or dapr-app-id not found");
        else if (apps.Find(target) is not { Listens: true } app)
            Answer(context, StatusCode.Internal, $"failed to resolve address for '{target}': no app of that id is known");
        else
            await CountAsync(context, context.Features.GetRequiredFeature<SidecarPort>().App, app);
    }

    private async Task CountAsync(HttpContext context, AppRuntime caller, AppRuntime app)
    {
        var isStream = Resources.Yaml.Truthy(context.Request.Headers["dapr-stream"].ToString());
        var (counts, since) = (callers.For(caller, app).Counts, caller.Metrics?.Now ?? 0);
        if (!isStream)
            counts?.Asked();
        await PassOnAsync(context, caller, app);
        var text = context.Features.Get<IHttpResponseTrailersFeature>()?.Trailers.GrpcStatus is { Count: > 0 } last ? last : context.Response.Headers.GrpcStatus;
        var status = Enum.TryParse<StatusCode>(text, out var given) ? given : StatusCode.Unknown;
        caller.Metrics?.Rpc.Server.Add(context.Request.Path.Value!, status, since);
        app.Metrics?.Rpc.Client.Add(context.Request.Path.Value!, status, since);
        if (isStream)
            counts?.Streamed((int)status);
        else
            counts?.Answered((int)status, since);
    }

    /// <summary>A method of Dapr's own API that no building block here has.</summary>
    private ApiError? OfDapr(HttpContext context) =>
        context.Request.Path.Value!.Split('/') is [_, var service, .. var method] && own.Contains(service) ? UnconfiguredBlocks.Of(string.Join('/', method)) : null;

    private async Task PassOnAsync(HttpContext context, AppRuntime caller, AppRuntime app)
    {
        var outcome = await forwarder.SendAsync(context, app.Address.ToString(), http.Invoker, Request, new Transformer(caller, app, options.AppApiToken), context.RequestAborted);
        if (outcome == ForwarderError.None || context.Response.HasStarted || context.RequestAborted.IsCancellationRequested)
            return;
        context.Response.Clear();
        Answer(context, StatusCode.Unavailable, $"the app {app.AppId} cannot be reached by gRPC: {context.GetForwarderErrorFeature()?.Exception?.Message ?? outcome.ToString()}");
    }

    private static void Answer(HttpContext context, StatusCode status, string message)
    {
        context.Response.StatusCode = StatusCodes.Status200OK; // The status of the call is gRPC's own.
        context.Response.ContentType = "application/grpc";
        context.Response.Headers.GrpcStatus = ((int)status).ToString(CultureInfo.InvariantCulture);
        context.Response.Headers.GrpcMessage = Uri.EscapeDataString(message).Replace("%20", " ", StringComparison.Ordinal);
    }

    private sealed class Transformer(AppRuntime caller, AppRuntime target, string? appToken) : HttpTransformer
    {
        public override async ValueTask TransformRequestAsync(HttpContext context, HttpRequestMessage request, string prefix, CancellationToken cancellation)
        {
            await base.TransformRequestAsync(context, request, prefix, cancellation);
            var headers = request.Headers;
            headers.Host = null;
            foreach (var name in (ReadOnlySpan<string>)[.. Names, ApiToken.Header, "dapr-caller-app-id"])
                headers.Remove(name);
            if (appToken is not null)
                headers.TryAddWithoutValidation(ApiToken.Header, appToken);
            if (ReferenceEquals(caller, target))
                return;
            headers.TryAddWithoutValidation("dapr-caller-app-id", caller.AppId);
            headers.TryAddWithoutValidation("dapr-callee-app-id", target.AppId);
        }
    }
}
