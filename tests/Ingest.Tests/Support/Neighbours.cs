using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Yilai.Ingest.Tests.Support;

/// <summary>Stand-ins for dictionary, orders and identity, behind the real sidecar.</summary>
internal sealed class Neighbours : IAsyncDisposable
{
    private readonly WebApplication app;

    private Neighbours(WebApplication app) => this.app = app;

    /// <summary>What orders was told of a hospital, by path.</summary>
    public ConcurrentDictionary<string, JsonNode> Told { get; } = new();

    /// <summary>Orders as orders would describe them, by id.</summary>
    public ConcurrentDictionary<string, JsonObject> Orders { get; } = new();

    /// <summary>What orders was told as a hospital's answer, by order.</summary>
    public ConcurrentDictionary<string, JsonNode> Answers { get; } = new();

    /// <summary>What hospitals said had happened to orders, by order.</summary>
    public ConcurrentDictionary<string, JsonNode> Events { get; } = new();

    /// <summary>Schedules and departments with live orders.</summary>
    public ConcurrentDictionary<string, bool> Live { get; } = new();

    public static async Task<Neighbours> StartAsync(params Uri[] addresses)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls([.. addresses.Select(a => a.ToString())]);
        var neighbours = new Neighbours(builder.Build());
        neighbours.MapDictionary();
        neighbours.MapInventory();
        neighbours.MapOrders();
        await neighbours.app.StartAsync();
        return neighbours;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private static IResult LiveOrders() => Results.Problem("有订单", statusCode: 409, extensions: new Dictionary<string, object?> { ["code"] = "live-orders" });

    private void MapDictionary()
    {
        app.MapGet("/internal/regions/{code}", (string code) => code == "110105" ? Results.Ok(new { code, name = "朝阳区", fullName = "北京市朝阳区" }) : Results.NotFound());
        app.MapGet("/internal/items/hospital-level/{value}", (string value) => value == "3A" ? Results.Ok(new { value, name = "三级甲等" }) : Results.NotFound());
    }

    private void MapInventory()
    {
        app.MapPut("/internal/hospitals/{code}", (HttpRequest request, JsonNode body) =>
        {
            Told[request.Path] = body;
            return Results.Ok(new { });
        });
        app.MapPut("/internal/hospitals/{code}/schedules", (HttpRequest request, JsonNode body) =>
        {
            Told[request.Path] = body;
            var reported = body["items"]!.AsArray().Where(i => (int)i!["released"]! == 1)
                .Select(i => new { id = (string)i!["id"]!, code = "below-sold", message = "少于已售" });
            return Results.Ok(new { reported });
        });
        app.MapPost("/internal/hospitals/{code}/suspensions", (HttpRequest request, JsonNode body) =>
        {
            Told[request.Path] = body;
            return Results.Ok(new { suspended = body["scheduleIds"]!.AsArray().Select(i => (string)i!).Where(i => i != "unknown") });
        });
        app.MapDelete("/internal/hospitals/{code}/schedules/{id}", (string id) => Live.ContainsKey(id) ? LiveOrders() : Results.NoContent());
        app.MapGet("/internal/hospitals/{code}/departments/{department}/live-orders", (string department) =>
            Results.Ok(new { count = Live.ContainsKey(department) ? 1 : 0 }));
    }

    private void MapOrders()
    {
        app.MapGet("/internal/orders/{id}", (string id) => Orders.TryGetValue(id, out var order) ? Results.Json(order) : Results.NotFound());
        app.MapPut("/internal/orders/{id}/hospital-answer", (string id, JsonNode body) =>
        {
            Answers[id] = body;
            return Results.Ok(new { applied = (string?)Orders[id]["closesMeanwhile"] is null });
        });
        app.MapPost("/internal/hospitals/{code}/orders/{id}/events", (string code, string id, JsonNode body) =>
        {
            if (!Orders.TryGetValue(id, out var order) || (string?)order["hospitalCode"] != code)
            {
                return Results.Problem("没有", statusCode: 404, extensions: new Dictionary<string, object?> { ["code"] = "order-not-found" });
            }

            Events[id] = body;
            return (string?)order["status"] == "unpaid"
                ? Results.Problem("不行", statusCode: 409, extensions: new Dictionary<string, object?> { ["code"] = "order-event-not-allowed" })
                : Results.NoContent();
        });
        app.MapGet("/internal/users/{user}/patients/{patient}", (string patient, bool? includeRemoved) => patient.EndsWith("404", StringComparison.Ordinal) || includeRemoved != true
            ? Results.NotFound()
            : Results.Ok(new { id = patient, name = "张三", phone = "13800000001", certificatesType = "10", certificatesNo = "110101199003070011", gender = "male", birthday = "1990-03-07", isInsured = true }));
    }
}
