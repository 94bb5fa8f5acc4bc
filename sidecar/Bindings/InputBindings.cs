using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using Yilai.Sidecar.Apps;
using Yilai.Sidecar.Components;
using Yilai.Sidecar.Telemetry;

namespace Yilai.Sidecar.Bindings;

/// <summary>Runs the input bindings of an app while it is there.</summary>
internal sealed class InputBindings(AppChannel channel, GrpcAppChannel grpc, ILogger<InputBindings> log) : IAppService
{
    private readonly ConcurrentDictionary<(string App, string Binding), Running> running = new();

    private sealed record Running(CancellationTokenSource Stop, Task Work);

    public async Task AppUpAsync(AppRuntime app, CancellationToken cancellation)
    {
        foreach (var component in app.Components.All.Where(c => c.Instance is IInputBinding))
        {
            if (running.ContainsKey((app.AppId, component.Name)) || !await IsWantedAsync(app, component, cancellation))
                continue;
            var stop = new CancellationTokenSource();
            running[(app.AppId, component.Name)] = new Running(stop, RunAsync(app, component, stop.Token));
            log.Started(component.Name, app.AppId);
        }
    }

    public async Task AppDownAsync(AppRuntime app)
    {
        foreach (var key in running.Keys.Where(k => k.App == app.AppId))
        {
            if (!running.TryRemove(key, out var binding))
                continue;
            await binding.Stop.CancelAsync();
            await binding.Work;
            binding.Stop.Dispose();
        }
    }

    /// <summary>The component may say it; else the app does, by not refusing OPTIONS. 405 means that the path is there.</summary>
    private async Task<bool> IsWantedAsync(AppRuntime app, LoadedComponent component, CancellationToken cancellation)
    {
        if (component.Metadata.Text("direction") is { } direction)
            return direction.Contains("input", StringComparison.OrdinalIgnoreCase);
        if (app.IsGrpc)
            return (await GrpcBindingEvents.ListAsync(grpc, app, cancellation)).Contains(component.Name);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(TimeSpan.FromSeconds(3));
        try
        {
            using var response = await channel.SendAsync(app, HttpMethod.Options, Route(component), null, [], limit.Token);
            return response.IsSuccessStatusCode || response.StatusCode == HttpStatusCode.MethodNotAllowed;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task RunAsync(AppRuntime app, LoadedComponent component, CancellationToken cancellation)
    {
        try
        {
            await ((IInputBinding)component.Instance).RunAsync((e, token) => HandAsync(app, component, e, token), cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The app has gone.
        }
    }

    private async Task<bool> HandAsync(AppRuntime app, LoadedComponent component, BindingEvent received, CancellationToken cancellation)
    {
        using var span = Spans.Start($"binding {component.Name}", ActivityKind.Consumer, app);
        var (since, handled) = (app.Metrics?.Now ?? 0, false);
        try
        {
            var refusal = app.IsGrpc ? await GrpcBindingEvents.HandAsync(grpc, app, component.Name, received, cancellation) : await PostAsync(app, component, received, cancellation);
            handled = refusal is null;
            if (!handled)
                log.NotHandled(component.Name, app.AppId, $"it answers {refusal}");
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return false;
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            log.NotHandled(component.Name, app.AppId, error.Message);
        }
        app.Metrics?.InputBindings.Add(since, component.Name, handled ? "true" : "false");
        return handled;
    }

    private async Task<string?> PostAsync(AppRuntime app, LoadedComponent component, BindingEvent received, CancellationToken cancellation)
    {
        using var body = AppChannel.Body(received.Data, "application/json");
        using var response = await channel.SendAsync(app, HttpMethod.Post, Route(component), body, received.Metadata, cancellation);
        return response.IsSuccessStatusCode ? null : $"{(int)response.StatusCode}";
    }

    private static string Route(LoadedComponent component) => component.Metadata.Text("route") ?? component.Name;
}

internal static partial class BindingLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Input binding {Binding} runs for app {AppId}")]
    public static partial void Started(this ILogger log, string binding, string appId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "App {AppId} did not handle an event of binding {Binding}: {Reason}")]
    public static partial void NotHandled(this ILogger log, string binding, string appId, string reason);
}
