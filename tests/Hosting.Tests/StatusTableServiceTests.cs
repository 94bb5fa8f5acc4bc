using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Yilai.Hosting.Status;

namespace Yilai.Hosting.Tests;

public sealed class StatusTableServiceTests
{
    [Fact]
    public async Task Execute_EveryPartHasEnded_TellsSo() =>
        Assert.Contains("is up in part", await SaidAsync(_ => { }), StringComparison.Ordinal);

    [Fact]
    public async Task Execute_PartsEndBecauseOfCtrlC_TellsNothing() =>
        Assert.Equal("", await SaidAsync(lifetime => lifetime.StopApplication()));

    /// <summary>What the console shows when the only part does not start.</summary>
    private static async Task<string> SaidAsync(Action<IHostApplicationLifetime> first)
    {
        var builder = DistributedApplication.CreateBuilder(new DistributedApplicationOptions { DisableDashboard = true });
        var part = builder.AddExecutable("part", "/bin/true", "/").Resource;
        builder.Services.AddSingleton(TimeProvider.System);
        await using var app = builder.Build();
        var console = new StringWriter();
        using var service = ActivatorUtilities.CreateInstance<StatusTableService>(app.Services, new StatusTableSettings("data", "", TimeProvider.System.GetTimestamp(), console));
        await service.StartAsync(CancellationToken.None);

        first(app.Services.GetRequiredService<IHostApplicationLifetime>());
        await app.Services.GetRequiredService<ResourceNotificationService>().PublishUpdateAsync(part, now => now with { State = KnownResourceStates.FailedToStart });

        await service.ExecuteTask!;
        return console.ToString();
    }
}
