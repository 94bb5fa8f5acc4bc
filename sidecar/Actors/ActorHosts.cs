using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Yilai.Sidecar.Apps;

namespace Yilai.Sidecar.Actors;

/// <summary>Which app hosts which types of actors: what each says at GET /dapr/config, while it is there.</summary>
internal sealed class ActorHosts(AppChannel channel, AppDirectory apps, TimeProvider clock, ILogger<ActorHosts> log) : IAppService
{
    /// <summary>How long a call waits for an app that hosts its type: mostly one that is just being started again.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly IReadOnlyDictionary<string, ActorType> Nothing = new Dictionary<string, ActorType>();

    private readonly ConcurrentDictionary<string, IReadOnlyDictionary<string, ActorType>> hosted = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TaskCompletionSource> read = new(StringComparer.Ordinal);
    private volatile TaskCompletionSource changed = NewSignal();

    public async Task AppUpAsync(AppRuntime app, CancellationToken cancellation)
    {
        var types = app.IsGrpc ? Nothing : await AskAsync(app, cancellation); // daprd, too, has actors of HTTP apps alone.
        if (types.Count > 0 && ActorStateStore.Of(app) is null)
        {
            log.NoStore(app.AppId);
            types = Nothing;
        }
        hosted[app.AppId] = types;
        Signal(app).TrySetResult();
        Interlocked.Exchange(ref changed, NewSignal()).TrySetResult();
    }

    public Task AppDownAsync(AppRuntime app)
    {
        hosted.TryRemove(app.AppId, out _);
        return Task.CompletedTask;
    }

    /// <summary>The types that an app hosts now.</summary>
    public IReadOnlyDictionary<string, ActorType> Of(AppRuntime app) => hosted.GetValueOrDefault(app.AppId, Nothing);

    /// <summary>Waits until an app was asked for its types for the first time.</summary>
    public Task ReadAsync(AppRuntime app, CancellationToken cancellation) => app.Listens ? Signal(app).Task.WaitAsync(cancellation) : Task.CompletedTask;

    public bool IsRead(AppRuntime app) => !app.Listens || Signal(app).Task.IsCompleted;

    /// <summary>The app that has the actor. Waits for one for a while.</summary>
    public async Task<(AppRuntime App, ActorType Type)> OwnerAsync(ActorKey actor, CancellationToken cancellation)
    {
        var since = clock.GetTimestamp();
        while (true)
        {
            var change = changed.Task;
            if (Owner(actor) is { } owner)
                return owner;
            var left = Patience - clock.GetElapsedTime(since);
            if (left <= TimeSpan.Zero)
                throw ActorErrors.NoAddress(actor);
            try
            {
                await change.WaitAsync(left, clock, cancellation);
            }
            catch (TimeoutException)
            {
                // The next look says so.
            }
        }
    }

    private (AppRuntime App, ActorType Type)? Owner(ActorKey actor)
    {
        (AppRuntime App, ActorType Type)? owner = null;
        foreach (var (appId, types) in hosted)
            if (types.TryGetValue(actor.Type, out var type) && apps[appId] is var app && (owner is not { } best || actor.WeightOf(app) > actor.WeightOf(best.App)))
                owner = (app, type);
        return owner;
    }

    /// <summary>An answer that is none means no actors; a server's error is worth asking again.</summary>
    private async Task<IReadOnlyDictionary<string, ActorType>> AskAsync(AppRuntime app, CancellationToken cancellation)
    {
        using var response = await channel.GetAsync(app, "dapr/config", cancellation);
        if (response.StatusCode >= HttpStatusCode.InternalServerError)
            throw new HttpRequestException($"/dapr/config answers {(int)response.StatusCode}");
        if (response.StatusCode != HttpStatusCode.OK)
            return Nothing;
        try
        {
            return ActorType.Read(await response.Content.ReadAsByteArrayAsync(cancellation));
        }
        catch (JsonException error)
        {
            // Many apps answer every path with a page; that is no configuration.
            log.Unreadable(app.AppId, error.Message);
            return Nothing;
        }
    }

    private TaskCompletionSource Signal(AppRuntime app) => read.GetOrAdd(app.AppId, _ => NewSignal());

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

internal static partial class ActorHostLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "App {AppId} hosts actors, but no state store has actorStateStore: \"true\"; its actors cannot be called")]
    public static partial void NoStore(this ILogger log, string appId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The answer of app {AppId} to /dapr/config is not a configuration, so it hosts no actors: {Reason}")]
    public static partial void Unreadable(this ILogger log, string appId, string reason);
}
