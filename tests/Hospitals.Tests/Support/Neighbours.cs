using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Yilai.Hospitals.Tests.Support;

/// <summary>Stand-ins for dictionary and orders, behind the real sidecar.</summary>
internal sealed class Neighbours : IAsyncDisposable
{
    private static readonly Dictionary<string, string> Regions = new()
    {
        ["110000"] = "北京市",
        ["110105"] = "北京市朝阳区",
        ["310101"] = "上海市黄浦区",
        ["440106"] = "广东省广州市天河区",
    };

    private static readonly Dictionary<string, string> Levels = new() { ["3A"] = "三级甲等", ["2A"] = "二级甲等", ["0"] = "未定级" };

    private readonly WebApplication app;

    private Neighbours(WebApplication app) => this.app = app;

    /// <summary>What orders says is left, by department.</summary>
    public ConcurrentDictionary<string, JsonNode> Availability { get; } = new();

    public static async Task<Neighbours> StartAsync(params Uri[] addresses)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls([.. addresses.Select(a => a.ToString())]);
        var neighbours = new Neighbours(builder.Build());
        neighbours.Map();
        await neighbours.app.StartAsync();
        return neighbours;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private void Map()
    {
        app.MapGet("/internal/regions/{code}", (string code) =>
        {
            return Regions.TryGetValue(code, out var name) ? Results.Ok(new { code, name, fullName = name, level = 3 }) : Results.NotFound();
        });
        app.MapGet("/internal/items/hospital-level/{value}", (string value) =>
            Levels.TryGetValue(value, out var name) ? Results.Ok(new { value, name }) : Results.NotFound());
        app.MapGet("/internal/hospitals/{code}/availability", (string code, string department) =>
            Availability.TryGetValue($"{code}/{department}", out var left) ? Results.Json(left) : Results.NotFound());
    }
}
