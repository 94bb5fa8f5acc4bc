using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Yilai.Identity.Tests.Support;

/// <summary>Stands for the notifications service: remembers the text messages asked for, or fails on demand.</summary>
public sealed class NotificationsStub : IAsyncDisposable
{
    private readonly ConcurrentQueue<(string Phone, string Code)> sent = [];
    private readonly WebApplication app;

    private NotificationsStub(WebApplication app) => this.app = app;

    public bool Fails { get; set; }

    public static async Task<NotificationsStub> StartAsync(Uri address)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add(address.ToString());
        var stub = new NotificationsStub(app);
        app.MapPost("/internal/text-messages", (JsonObject message) => stub.Take(message));
        await app.StartAsync();
        return stub;
    }

    /// <summary>The codes sent to a number, oldest first.</summary>
    public IReadOnlyList<string> CodesTo(string phone) => [.. sent.Where(m => m.Phone == phone).Select(m => m.Code)];

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private IResult Take(JsonObject message)
    {
        if (Fails)
        {
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }

        Assert.Equal("login-code", (string?)message["template"]);
        sent.Enqueue(((string)message["phone"]!, (string)message["values"]!["code"]!));
        return Results.Accepted();
    }
}
