using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
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
        app.MapPost("/internal/patients/names", (Wanted wanted) =>
            wanted.Patients.Where(p => Accounts.OwnerOf(p.PatientId) == p.UserId).Select(p => new { p.UserId, p.PatientId, name = "王小明" }));
        await app.StartAsync();
        return new IdentityStub(app);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private sealed record Wanted(IReadOnlyList<Reference> Patients);

    private sealed record Reference(Guid UserId, Guid PatientId);
}
