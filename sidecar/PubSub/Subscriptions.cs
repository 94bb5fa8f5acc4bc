using System.Collections.Concurrent;
using Yilai.Sidecar.Apps;
using Yilai.Sidecar.Components;
using Yilai.Sidecar.Resiliency;

namespace Yilai.Sidecar.PubSub;

/// <summary>Starts the subscriptions of an app when it comes, ends them when it goes.</summary>
internal sealed class Subscriptions(
    SubscriptionDiscovery discovery,
    ResiliencyPolicies policies,
    AppChannel channel,
    TimeProvider clock,
    ILogger<Subscriptions> log) : IAppService
{
    private readonly ConcurrentDictionary<string, Running> running = new(StringComparer.Ordinal);

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
        // What is kept for the app must not be given up because of an answer that makes no sense.
        foreach (var component in app.Components.All.Where(c => isCertain && c.Instance is IRemembersConsumers))
        {
            var topics = wanted.Where(w => w.PubSubName == component.Name).Select(w => w.Topic).ToHashSet(StringComparer.Ordinal);
            await ((IRemembersConsumers)component.Instance).SettleAsync(app.AppId, topics, cancellation);
        }
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

    private async Task<IAsyncDisposable?> StartAsync(AppRuntime app, TopicSubscription subscription, CancellationToken cancellation)
    {
        if (app.Components.Find(subscription.PubSubName) is not { Instance: IPubSub broker } component)
        {
            log.NoSuchPubSub(app.AppId, subscription.Topic, subscription.PubSubName);
            return null;
        }
        if (!new TopicScopes(component.Metadata).MaySubscribe(app.AppId, subscription.Topic))
        {
            log.NotAllowed(app.AppId, subscription.Topic, subscription.PubSubName);
            return null;
        }
        var (retry, timeout) = policies.Inbound(app.AppId, component.Name, "Pubsub");
        var delivery = new TopicDelivery(app, subscription, broker, retry, timeout, channel, clock, log);
        return await broker.SubscribeAsync(ConsumerOf(app, component), subscription.Topic, subscription.Metadata, delivery.HandleAsync, cancellation);
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
