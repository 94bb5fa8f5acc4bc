using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Yilai.Notifications.Tests.Support;

/// <summary>Stands for the identity service: knows the phone numbers it is told, or fails on demand.</summary>
public sealed class IdentityStub : IAsyncDisposable
{
    private readonly ConcurrentDictionary<Guid, string> phones = [];
    private readonly WebApplication app;
    private int calls;

    private IdentityStub(WebApplication app) => this.app = app;

    public bool Fails { get; set; }

    public int Calls => calls;

    public static async Task<IdentityStub> StartAsync(Uri address)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add(address.ToString());
        var stub = new IdentityStub(app);
        app.MapGet("/internal/users/{userId:guid}/contact", (Guid userId) => stub.Answer(userId));
        await app.StartAsync();
        return stub;
    }

    public void Add(Guid userId, string phone) => phones[userId] = phone;

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private IResult Answer(Guid userId)
    {
        Interlocked.Increment(ref calls);
        return Fails ? Results.StatusCode(StatusCodes.Status500InternalServerError)
            : phones.TryGetValue(userId, out var phone) ? Results.Ok(new { phone })
            : Results.NotFound();
    }
}
