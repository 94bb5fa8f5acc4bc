using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Yilai.Orders.Tests.Platform;

/// <summary>An order in a hospital's books.</summary>
internal sealed record Held(string Status, int Number = 1);

/// <summary>Ingest as orders sees it, with the books of the hospitals behind it, which tests write in.</summary>
internal sealed class IngestStub : IAsyncDisposable
{
    private readonly WebApplication app;

    private IngestStub(WebApplication app) => this.app = app;

    public int Port => new Uri(app.Urls.First()).Port;

    /// <summary>By the order's id; those that are not there are unknown to their hospital.</summary>
    public ConcurrentDictionary<string, Held> Books { get; } = new();

    /// <summary>Hospitals that do not answer, by code, and orders of which nobody takes any word.</summary>
    public ConcurrentDictionary<string, bool> Silent { get; } = new();

    /// <summary>What hospitals were told, by order.</summary>
    public ConcurrentDictionary<string, ConcurrentQueue<string>> Told { get; } = new();

    /// <summary>How often each hospital was asked for an order.</summary>
    public ConcurrentDictionary<string, int> Asked { get; } = new();

    public static async Task<IngestStub> StartAsync(HttpClient orders)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0));
        var stub = new IngestStub(builder.Build());
        stub.Map(orders);
        await stub.app.StartAsync();
        return stub;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private static IResult Away() => Results.StatusCode(StatusCodes.Status503ServiceUnavailable);

    private static IResult Refusal(string code) => Results.Problem(statusCode: StatusCodes.Status409Conflict, extensions: new Dictionary<string, object?> { ["code"] = code });

    private void Map(HttpClient orders)
    {
        app.MapGet("/internal/orders/{id}/hospital-order", (string id, string hospital) =>
        {
            Asked.AddOrUpdate(hospital, 1, (_, times) => times + 1);
            return Silent.ContainsKey(hospital) ? Away()
                : Books.TryGetValue(id, out var held) ? Results.Ok(new { status = held.Status, hospitalRecordId = $"R-{id}", number = held.Number })
                : Results.Ok(new { status = "unknown" });
        });
        app.MapPut("/internal/orders/{id}/payment", (string id) => Tell(id, "payment", "paid", unknown: Refusal("order-unknown")));
        app.MapPut("/internal/orders/{id}/cancellation", (string id) => Tell(id, "end", "cancelled", unknown: Results.NoContent()));
        app.MapPost("/internal/orders/{id}/submission", async (string id) =>
        {
            Books[id] = new Held("booked");
            Note(id, "submission");
            using var answer = await orders.PutAsJsonAsync($"/internal/orders/{id}/hospital-answer", new { status = "confirmed", hospitalRecordId = $"R-{id}", number = 1 });
            return Results.Ok(new { status = answer.IsSuccessStatusCode ? "confirmed" : "ended" });
        });
    }

    private IResult Tell(string id, string what, string status, IResult unknown)
    {
        if (Silent.ContainsKey(id))
        {
            return Away();
        }

        Note(id, what);
        if (!Books.TryGetValue(id, out var held))
        {
            return unknown;
        }

        Books[id] = held with { Status = status };
        return Results.NoContent();
    }

    private void Note(string id, string what) => Told.GetOrAdd(id, _ => []).Enqueue(what);
}
