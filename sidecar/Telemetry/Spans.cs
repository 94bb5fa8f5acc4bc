using System.Diagnostics;
using Yilai.Sidecar.Apps;

namespace Yilai.Sidecar.Telemetry;

/// <summary>The sidecar's own spans; they cost nothing while nobody listens.</summary>
internal static class Spans
{
    public const string Source = "Yilai.Sidecar";

    private static readonly ActivitySource Activities = new(Source);

    public static Activity? State(string operation, string store, AppRuntime app) => Start($"state {operation} {store}", ActivityKind.Client, app);

    public static Activity? Start(string name, ActivityKind kind, AppRuntime app, ActivityContext parent = default)
    {
        if (!Activities.HasListeners())
            return null;
        var activity = Activities.StartActivity(name, kind, parent);
        activity?.SetTag("dapr.app_id", app.AppId);
        return activity;
    }
}
