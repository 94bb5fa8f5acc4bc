using System.Text.Json;

namespace Yilai.Bench.Support;

/// <summary>The app behind a sidecar: echoes bodies, counts the events that it gets.</summary>
internal static class BenchApp
{
    private static int s_events;

    public static async Task RunAsync(string port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        await using var app = builder.Build();
        app.MapGet("/dapr/subscribe", () => new object[]
        {
            new { pubsubname = "pubsub", topic = "single", route = "/event" },
            new { pubsubname = "pubsub", topic = "bulk", route = "/events", bulkSubscribe = new { enabled = true, maxMessagesCount = 100, maxAwaitDurationMs = 10 } },
        });
        app.MapPost("/echo", async context =>
        {
            context.Response.ContentType = context.Request.ContentType;
            context.Response.ContentLength = context.Request.ContentLength;
            await context.Request.Body.CopyToAsync(context.Response.Body);
        });
        app.MapPost("/event", () => Interlocked.Increment(ref s_events));
        app.MapPost("/events", async context =>
        {
            using var body = await JsonDocument.ParseAsync(context.Request.Body);
            var ids = body.RootElement.GetProperty("entries").EnumerateArray().Select(e => e.GetProperty("entryId").GetString()).ToList();
            Interlocked.Add(ref s_events, ids.Count);
            await context.Response.WriteAsJsonAsync(new { statuses = ids.Select(id => new { entryId = id, status = "SUCCESS" }) });
        });
        app.MapGet("/count", () => Volatile.Read(ref s_events));
        await app.RunAsync();
    }
}
