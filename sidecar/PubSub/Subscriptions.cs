using System.Collections.Concurrent;
using Dapr.AppCallback.Autogen.Grpc.v1;
using Yilai.Sidecar.Apps;
using Yilai.Sidecar.Components;
using Yilai.Sidecar.Resiliency;
using Yilai.Sidecar.Telemetry;

namespace Yilai.Sidecar.PubSub;

/// <summary>Starts the subscriptions of an app when it comes, ends them when it goes.</summary>
internal sealed class Subscriptions(
    SubscriptionDiscovery discovery,
    ResiliencyPolicies policies,
    AppChannel channel,
    GrpcAppChannel grpc,
    TimeProvider clock,
    ILogger<Subscriptions> log) : IAppService
{
    private readonly ConcurrentDictionary<string, Running> running = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string AppId, string PubSub), ConcurrentDictionary<string, bool>> streamed = new();

    private sealed record Running(IReadOnlyList<TopicSubscription> Topics, IReadOnlyList<IAsyncDisposable> Handles);

    /// <summary>What runs for an app at the moment.</summary>
    public IReadOnlyList<TopicSubscription> Of(AppRuntime app) => running.TryGetValue(app.AppId, out var current) ? current.Topics : [];

    /// <summary>Before any app has come: brokers that can should keep what is published meanwhile.</summary>
    public static void Expect(IEnumerable<AppRuntime> apps)
    {
        var listening = apps.Where(a => a.Listens).ToList();
        foreach (var component in listening.SelectMany(a => a.Components.All).Distinct().Where(c => c.Instance is IRemembersConsumers))
            ((IRemembersConsumers)component.Instance).Expect(listening.Where(a => component.Resource.IsFor(a.AppId)).Select(a => a.AppId));
    }

    public async Task AppUpAsync(AppRuntime app, CancellationToken cancellation)
    {
        var (wanted, isCertain) = await discovery.FindAsync(app, cancellation);
        if (running.TryGetValue(app.AppId, out var current) && SubscriptionDiscovery.AreSame(current.Topics, wanted))
            return;
        await AppDownAsync(app);
        running[app.AppId] = new Running(wanted, []);
        // What is kept for the app must not be given up because of an answer that makes no sense.
        foreach (var component in app.Components.All.Where(c => isCertain && c.Instance is IRemembersConsumers))
            await SettleAsync(app, component, cancellation);
        var started = await Task.WhenAll(wanted.Select(w => StartAsync(app, w, cancellation)));
        running[app.AppId] = new Running(wanted, [.. started.OfType<IAsyncDisposable>()]);
        if (wanted.Count > 0)
            log.Subscribed(app.AppId, string.Join(", ", wanted.Select(w => w.Topic)));
    }

    public async Task AppDownAsync(AppRuntime app)
    {
        if (!running.TryRemove(app.AppId, out var current))
            return;
        foreach (var handle in current.Handles)
            await handle.DisposeAsync();
    }

    /// <summary>Starts a subscription that a stream asks for. It ends with the stream; a broker that remembers keeps what comes until the next one.</summary>
    /// <exception cref="Http.ApiError">There is no such pubsub, or the app may not have the topic.</exception>
    public async Task<IAsyncDisposable> StreamAsync(AppRuntime app, TopicSubscription subscription, Func<TimeSpan?, IEventTaker> taker, CancellationToken cancellation)
    {
        var component = Publisher.Find(app, subscription.PubSubName);
        if (!new TopicScopes(component.Metadata).MaySubscribe(app.AppId, subscription.Topic))
            throw PubSubErrors.Forbidden(subscription.PubSubName, subscription.Topic, app.AppId);
        streamed.GetOrAdd((app.AppId, component.Name), _ => new())[subscription.Topic] = true;
        // Before an app that listens has come, it is not known what else it wants.
        if (component.Instance is IRemembersConsumers && (!app.Listens || running.ContainsKey(app.AppId)))
            await SettleAsync(app, component, cancellation);
        return await StartAsync(app, subscription, component, taker, cancellation);
    }

    private async Task<IAsyncDisposable?> StartAsync(AppRuntime app, TopicSubscription subscription, CancellationToken cancellation)
    {
        if (app.Components.Find(subscription.PubSubName) is not { Instance: IPubSub } component)
        {
            log.NoSuchPubSub(app.AppId, subscription.Topic, subscription.PubSubName);
            return null;
        }
        if (!new TopicScopes(component.Metadata).MaySubscribe(app.AppId, subscription.Topic))
        {
            log.NotAllowed(app.AppId, subscription.Topic, subscription.PubSubName);
            return null;
        }
        return await StartAsync(
            app, subscription, component,
            timeout => (subscription.Bulk, app.IsGrpc) switch
            {
                ({ } bulk, true) => new BulkTaker<TopicEventBulkRequestEntry>(new GrpcBulkCall(app, subscription, grpc, clock), subscription, bulk, timeout, app.Metrics, clock),
                ({ } bulk, false) => new BulkTaker<BulkEntry>(new HttpBulkCall(app, subscription, channel, clock), subscription, bulk, timeout, app.Metrics, clock),
                (null, true) => new GrpcTaker(app, subscription, timeout, grpc),
                (null, false) => new HttpTaker(app, subscription, timeout, channel),
            },
            cancellation);
    }

    private Task<IAsyncDisposable> StartAsync(AppRuntime app, TopicSubscription subscription, LoadedComponent component, Func<TimeSpan?, IEventTaker> taker, CancellationToken cancellation)
    {
        var broker = (IPubSub)component.Instance;
        var (retry, timeout, counts) = policies.Inbound(app.AppId, component.Name, "Pubsub");
        if (retry is not null)
            counts?.Applied(PolicyMetrics.Retry);
        if (timeout is not null)
            counts?.Applied(PolicyMetrics.Timeout);
        var delivery = new TopicDelivery(app, subscription, broker, (retry, counts), taker(timeout), clock, log);
        return broker.SubscribeAsync(new TopicConsumer(ConsumerOf(app, component), subscription.Topic, subscription.Metadata, delivery.HandleAsync, subscription.Bulk?.AtOnce ?? 1), cancellation);
    }

    private Task SettleAsync(AppRuntime app, LoadedComponent component, CancellationToken cancellation)
    {
        var topics = Of(app).Where(w => w.PubSubName == component.Name).Select(w => w.Topic);
        if (streamed.TryGetValue((app.AppId, component.Name), out var streams))
            topics = topics.Concat(streams.Keys);
        return ((IRemembersConsumers)component.Instance).SettleAsync(app.AppId, topics.ToHashSet(StringComparer.Ordinal), cancellation);
    }

    private static string ConsumerOf(AppRuntime app, LoadedComponent component) => component.Instance is IRemembersConsumers ? app.AppId : component.Metadata.Text("consumerID") ?? app.AppId;
}

internal static partial class SubscriptionLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "App {AppId} is subscribed to {Topics}")]
    public static partial void Subscribed(this ILogger log, string appId, string topics);

    [LoggerMessage(Level = LogLevel.Error, Message = "App {AppId} subscribes to topic {Topic} of pubsub {PubSub}, which is not there for it")]
    public static partial void NoSuchPubSub(this ILogger log, string appId, string topic, string pubSub);

    [LoggerMessage(Level = LogLevel.Warning, Message = "App {AppId} may not subscribe to topic {Topic} of pubsub {PubSub}")]
    public static partial void NotAllowed(this ILogger log, string appId, string topic, string pubSub);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The subscriptions of app {AppId} cannot be read: {Reason}")]
    public static partial void Unreadable(this ILogger log, string appId, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "An event of topic {Topic} was not taken by app {AppId} (attempt {Attempt}): {Reason}")]
    public static partial void NotTaken(this ILogger log, string topic, string appId, int attempt, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "An event of topic {Topic} for app {AppId} could not be delivered")]
    public static partial void DeliveryFailed(this ILogger log, Exception error, string topic, string appId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Nobody subscribes to the dead letter topic {DeadLetterTopic}: an event of topic {Topic} stays with app {AppId} and is tried again")]
    public static partial void NobodyReads(this ILogger log, string deadLetterTopic, string topic, string appId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "An event of topic {Topic} was dropped by app {AppId}: {Reason}")]
    public static partial void Dropped(this ILogger log, string topic, string appId, string reason);
}
