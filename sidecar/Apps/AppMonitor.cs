using System.Net;
using System.Net.Sockets;

namespace Yilai.Sidecar.Apps;

/// <summary>
/// Notices apps that come and go. While one is there, an idle connection to it is held open: its end tells at once
/// that the process has gone, and costs nothing until then.
/// </summary>
internal sealed class AppMonitor(
    AppDirectory apps, AppHealth health, IEnumerable<IAppService> services, TimeProvider clock, IHostApplicationLifetime life, ILogger<AppMonitor> log)
    : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private readonly long began = clock.GetTimestamp();
    private int saidReady;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var _ = life.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);
        SayReady();
        await Task.WhenAll(apps.All.Where(a => a.Listens).Select(async app =>
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, app.ShuttingDown);
            await WatchAsync(app, stop.Token);
        }));
    }

    private async Task WatchAsync(AppRuntime app, CancellationToken cancellation)
    {
        try
        {
            while (!cancellation.IsCancellationRequested)
            {
                using var line = await ConnectAsync(app, cancellation);
                var up = line is not null && await health.IsWellAsync(app, cancellation) && await UpAsync(app, cancellation);
                if (up)
                    await GoneAsync(app, line!, cancellation);
                else
                    await DownAsync(app);
                // One that has just closed may be there again at once: another process, or a server that ends idle connections.
                await Task.Delay(up ? Pause / 5 : Pause, clock, cancellation);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The process or this app's sidecar stops.
        }
        finally
        {
            await DownAsync(app);
        }
    }

    /// <summary>A connection, or nothing. An app that is down is asked twice a second: too often for exceptions.</summary>
    private static async Task<Socket?> ConnectAsync(AppRuntime app, CancellationToken cancellation)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        var answered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var attempt = new SocketAsyncEventArgs { RemoteEndPoint = new IPEndPoint(IPAddress.Loopback, app.AppPort) };
        attempt.Completed += (_, _) => answered.TrySetResult();
        await using (cancellation.Register(() => Socket.CancelConnectAsync(attempt)))
        {
            if (socket.ConnectAsync(attempt))
                await answered.Task;
        }
        if (attempt.SocketError == SocketError.Success && !cancellation.IsCancellationRequested)
            return socket;
        socket.Dispose();
        return null;
    }

    private async Task<bool> UpAsync(AppRuntime app, CancellationToken cancellation)
    {
        try
        {
            foreach (var service in services)
                await service.AppUpAsync(app, cancellation);
            if (!app.IsReady)
                log.AppUp(app.AppId, app.AppPort);
            app.IsReady = true;
            SayReady();
            return true;
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            log.NotYet(app.AppId, error.Message);
            return false;
        }
    }

    /// <summary>Once, when every app has come: the line that daprd's launchers wait for.</summary>
    private void SayReady()
    {
        if (apps.All.All(a => a.IsReady) && Interlocked.Exchange(ref saidReady, 1) == 0)
            log.Initialized((long)clock.GetElapsedTime(began).TotalMilliseconds);
    }

    private async Task DownAsync(AppRuntime app)
    {
        if (app.IsReady)
            log.AppDown(app.AppId, app.AppPort);
        app.IsReady = false;
        foreach (var service in services)
            await service.AppDownAsync(app);
    }

    /// <summary>Ends when the app's process has gone, or when the app is no longer well; then everything stops until it is again.</summary>
    private async Task GoneAsync(AppRuntime app, Socket line, CancellationToken cancellation)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var unwell = health.UnwellAsync(app, either.Token);
        var ended = await Task.WhenAny(unwell, ClosedAsync(line, either.Token));
        if (ended == unwell && unwell.IsCompletedSuccessfully)
            await DownAsync(app);
        await either.CancelAsync();
        cancellation.ThrowIfCancellationRequested();
    }

    /// <summary>Servers also end connections that stay idle; then the next look finds the app unchanged.</summary>
    private static async Task ClosedAsync(Socket line, CancellationToken cancellation)
    {
        try
        {
            await line.ReceiveAsync(new byte[1], SocketFlags.None, cancellation);
        }
        catch (SocketException)
        {
            // Reset: gone as well.
        }
    }
}

internal static partial class AppLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "App {AppId} is there (port {Port})")]
    public static partial void AppUp(this ILogger log, string appId, int port);

    [LoggerMessage(Level = LogLevel.Information, Message = "dapr initialized. Status: Running. Init Elapsed {Elapsed}ms")]
    public static partial void Initialized(this ILogger log, long elapsed);

    [LoggerMessage(Level = LogLevel.Information, Message = "App {AppId} is gone (port {Port})")]
    public static partial void AppDown(this ILogger log, string appId, int port);

    [LoggerMessage(Level = LogLevel.Debug, Message = "App {AppId} does not answer yet: {Reason}")]
    public static partial void NotYet(this ILogger log, string appId, string reason);
}
