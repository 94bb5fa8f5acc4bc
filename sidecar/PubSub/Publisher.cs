using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Yilai.Sidecar.Apps;
using Yilai.Sidecar.Components;
using Yilai.Sidecar.Resources;
using Yilai.Sidecar.Telemetry;

namespace Yilai.Sidecar.PubSub;

/// <summary>Accepts events of apps, for HTTP and gRPC alike.</summary>
internal sealed class Publisher(TimeProvider clock)
{
    private readonly ConcurrentDictionary<LoadedComponent, TopicScopes> scopes = new();

    /// <summary>One event of a bulk publish.</summary>
    internal sealed record Entry(string Id, ReadOnlyMemory<byte> Data, string? ContentType, IReadOnlyDictionary<string, string> Metadata);

    public async Task PublishAsync(AppRuntime app, string pubsub, string topic, ReadOnlyMemory<byte> data, string? contentType, IReadOnlyDictionary<string, string> metadata, CancellationToken cancellation)
    {
        var broker = Open(app, pubsub, topic);
        using var span = Spans.Start($"publish {topic}", ActivityKind.Producer, app);
        var message = Message(app, pubsub, topic, data, contentType, metadata);
        try
        {
            await Timed.DoAsync(app.Metrics?.Published, () => SendAsync(app, pubsub, broker, message, cancellation), pubsub, topic);
        }
        catch (Exception error) when (!cancellation.IsCancellationRequested)
        {
            throw PubSubErrors.Publish(pubsub, topic, error);
        }
    }

    /// <summary>All at once; gives the entries that failed.</summary>
    public async Task<IReadOnlyList<(string EntryId, string Error)>> PublishManyAsync(AppRuntime app, string pubsub, string topic, IReadOnlyList<Entry> entries, CancellationToken cancellation)
    {
        var broker = Open(app, pubsub, topic);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            if (entry.Id.Length == 0 || !seen.Add(entry.Id))
                throw PubSubErrors.Entries(pubsub, topic, "entryId is duplicated or not present for entry");
        }
        using var span = Spans.Start($"publish {topic}", ActivityKind.Producer, app);
        var messages = entries.Select(e => Message(app, pubsub, topic, e.Data, e.ContentType, e.Metadata)).ToList();
        var outcomes = await Timed.DoAsync(app.Metrics?.BulkPublished, () => Task.WhenAll(messages.Select(async m =>
        {
            try
            {
                await SendAsync(app, pubsub, broker, m, cancellation);
                return null;
            }
            catch (Exception error) when (!cancellation.IsCancellationRequested)
            {
                return error.Message;
            }
        })), pubsub, topic, all => all.All(o => o is null));
        return [.. outcomes.Index().Where(o => o.Item is not null).Select(o => (entries[o.Index].Id, o.Item!))];
    }

    private static Task<bool> SendAsync(AppRuntime app, string pubsub, IPubSub broker, TopicMessage message, CancellationToken cancellation) =>
        app.Policies.OutboundAsync(
            app, pubsub, "Pubsub",
            async c =>
            {
                await broker.PublishAsync(message, c);
                return true;
            },
            cancellation);

    /// <summary>The pubsub of that name that the app may use.</summary>
    /// <exception cref="Http.ApiError">There is none.</exception>
    public static LoadedComponent Find(AppRuntime app, string pubsub) => app.Components.Find(pubsub) is { Instance: IPubSub } component ? component
        : throw (app.Components.Has<IPubSub>() ? PubSubErrors.NotFound(pubsub) : PubSubErrors.NotConfigured(pubsub));

    private IPubSub Open(AppRuntime app, string pubsub, string topic)
    {
        if (pubsub.Length == 0)
            throw PubSubErrors.NameEmpty();
        var component = Find(app, pubsub);
        if (topic.Length == 0)
            throw PubSubErrors.TopicEmpty(pubsub);
        return scopes.GetOrAdd(component, c => new TopicScopes(c.Metadata)).MayPublish(app.AppId, topic) ? (IPubSub)component.Instance : throw PubSubErrors.Forbidden(pubsub, topic, app.AppId);
    }

    private TopicMessage Message(AppRuntime app, string pubsub, string topic, ReadOnlyMemory<byte> data, string? contentType, IReadOnlyDictionary<string, string> metadata)
    {
        if (IsRaw(metadata))
            return new TopicMessage(topic, data, metadata);
        var now = clock.GetUtcNow();
        var envelope = new CloudEvent.Envelope(pubsub, topic, app.AppId, Activity.Current?.Id, Activity.Current?.TraceStateString, Guid.CreateVersion7(now).ToString(), now);
        try
        {
            return new TopicMessage(topic, CloudEvent.Build(data, contentType, metadata, envelope), metadata);
        }
        catch (JsonException error)
        {
            throw PubSubErrors.Envelope(pubsub, error);
        }
    }

    private static bool IsRaw(IReadOnlyDictionary<string, string> metadata) =>
        metadata.FirstOrDefault(m => m.Key.Equals("rawPayload", StringComparison.OrdinalIgnoreCase)).Value is { } text && Yaml.Truthy(text);
}
