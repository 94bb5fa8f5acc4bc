using System.Diagnostics;
using Grpc.Core;
using Yilai.Sidecar.Apps;
using Yilai.Sidecar.Http;
using Yilai.Sidecar.Telemetry;

namespace Yilai.Sidecar.Bindings;

/// <summary>What the bindings API does, for HTTP and gRPC alike.</summary>
internal static class OutputBindings
{
    /// <summary>An answer, or a failure that may carry one.</summary>
    internal sealed record Outcome(BindingResponse? Response, ApiError? Error);

    public static async Task<Outcome> InvokeAsync(
        AppRuntime app, string name, string operation, ReadOnlyMemory<byte> data, IReadOnlyDictionary<string, string> metadata, CancellationToken cancellation)
    {
        if (app.Components.Find<IOutputBinding>(name) is not { } binding)
            return Failed(name, $"couldn't find output binding {name}");
        if (operation.Length == 0)
            return Failed(name, "operation field is missing from request");
        if (!binding.Operations.Contains(operation))
            return Failed(name, $"binding {name} does not support operation {operation}. supported operations:{string.Join(' ', binding.Operations)}");
        using var span = Spans.Start($"binding {name} {operation}", ActivityKind.Client, app);
        try
        {
            var request = new BindingRequest(operation, data, WithTrace(metadata));
            return new Outcome(await Timed.DoAsync(app.Metrics?.OutputBindings, () => app.Policies.OutboundAsync(app, name, "Binding", c => binding.InvokeAsync(request, c), cancellation), name, operation), null);
        }
        catch (BindingException error)
        {
            return Failed(name, error.Message) with { Response = error.Answer };
        }
        catch (Exception error) when (error is TimeoutException or Resiliency.CircuitOpenException)
        {
            return Failed(name, error.Message);
        }
    }

    private static Outcome Failed(string name, string reason) =>
        new(null, new ApiError(500, StatusCode.Internal, "ERR_INVOKE_OUTPUT_BINDING", $"error invoking output binding {name}: {reason}"));

    private static Dictionary<string, string> WithTrace(IReadOnlyDictionary<string, string> metadata)
    {
        var all = new Dictionary<string, string>(metadata, StringComparer.Ordinal);
        if (Activity.Current is { Id: { } parent } activity)
        {
            all["traceparent"] = parent;
            if (activity.TraceStateString is { Length: > 0 } state)
                all["tracestate"] = state;
        }
        return all;
    }
}
