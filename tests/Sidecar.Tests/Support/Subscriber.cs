using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Yilai.Sidecar.Tests.Support;

/// <summary>An app that subscribes to topics and remembers what it gets.</summary>
public sealed class Subscriber : IAsyncDisposable
{
    private TestApp app = null!;

    public ConcurrentQueue<ReceivedCall> Events { get; } = new();

    public int Port => app.Port;

    /// <summary>Topics are separated by commas; the answer may depend on the event and on how many came before.</summary>
    public static async Task<Subscriber> StartAsync(
        string topics, Func<JsonElement, int, (int Status, string Body)>? answer = null, string? deadLetter = null, int port = 0)
    {
        var subscriber = new Subscriber();
        subscriber.app = await TestApp.StartAsync(
            a =>
            {
                a.MapGet("/dapr/subscribe", () => topics.Split(',', StringSplitOptions.RemoveEmptyEntries)
                    .Select(t => new { pubsubname = "pubsub", topic = t, route = $"/on/{t}", deadLetterTopic = deadLetter }));
                a.MapPost("/{**path}", async (HttpContext context) =>
                {
                    var data = (await JsonDocument.ParseAsync(context.Request.Body)).RootElement;
                    subscriber.Events.Enqueue(new ReceivedCall(
                        context.Request.Path, context.Request.ContentType!, data, context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase)));
                    var (status, body) = answer?.Invoke(data, subscriber.Events.Count) ?? (200, "");
                    context.Response.StatusCode = status;
                    await context.Response.WriteAsync(body);
                });
            },
            port);
        return subscriber;
    }

    public async Task<ReceivedCall> FirstAsync()
    {
        await WaitFor.ConditionAsync(() => !Events.IsEmpty);
        return Events.First();
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}

/// <summary>A call that an app got.</summary>
public sealed record ReceivedCall(string Path, string ContentType, JsonElement Data, IReadOnlyDictionary<string, string> Headers);
