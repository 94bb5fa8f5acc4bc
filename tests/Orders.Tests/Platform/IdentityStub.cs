using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Yilai.Orders.Tests.Platform;

/// <summary>Identity as orders sees it: every user has the patient with the user's own id, and those registered here.</summary>
internal sealed class IdentityStub : IAsyncDisposable
{
    private readonly WebApplication app;

    private IdentityStub(WebApplication app) => this.app = app;

    public int Port => new Uri(app.Urls.First()).Port;

    public static async Task<IdentityStub> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        app.MapGet("/internal/users/{userId}/patients/{patientId}", (Guid userId, Guid patientId) =>
            Accounts.OwnerOf(patientId) == userId
                ? Results.Ok(new { id = patientId, userId, name = "王小明" })
                : Results.Problem(statusCode: StatusCodes.Status404NotFound, extensions: new Dictionary<string, object?> { ["code"] = "patient-not-found" }));
        await app.StartAsync();
        return new IdentityStub(app);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
