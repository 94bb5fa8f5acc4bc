using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Yilai.Hosting.Status;

/// <summary>What the table says beside the parts, and where.</summary>
internal sealed record StatusTableSettings(string Data, string Dashboard, long Started, TextWriter Console);

/// <summary>Prints the table when every part is healthy or has ended, and before that when it takes long.</summary>
internal sealed class StatusTableService(
    StatusTableSettings settings, ResourceNotificationService notifications, DistributedApplicationModel model, IHostApplicationLifetime lifetime, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(60);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var table = new StatusTable(model.Resources.OfType<ExecutableResource>().Where(part => !part.Name.StartsWith("aspire-", StringComparison.Ordinal)));
        await using var early = time.CreateTimer(_ => Print(table, "still starting"), null, Long, Timeout.InfiniteTimeSpan);
        // From Ctrl-C on, parts end because they are told to: that is no state to tell of.
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, lifetime.ApplicationStopping);
        await using var quiet = stopping.Token.Register(early.Dispose);
        try
        {
            await foreach (var change in notifications.WatchAsync(stopping.Token))
            {
                table.Update(change.Resource.Name, change.Snapshot.State?.Text, change.Snapshot.HealthStatus == HealthStatus.Healthy, change.Snapshot.ExitCode);
                if (table.IsSettled && !stopping.IsCancellationRequested)
                {
                    Print(table, table.IsWell ? "is up" : "is up in part");
                    return;
                }
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The application ended before everything was up.
        }
    }

    private void Print(StatusTable table, string how)
    {
        var hasDashboard = model.Resources.Any(part => part.Name == "aspire-dashboard");
        var took = time.GetElapsedTime(settings.Started);
        settings.Console.WriteLine($"""

            医来 Yilai {how} ({took.TotalSeconds:0.0} s)

            {table}
              {"dashboard",-20}{(hasDashboard ? "up" : "off"),-12}{(hasDashboard ? settings.Dashboard : null)}

              data {settings.Data}, a log for each part in {Path.Combine(settings.Data, "logs")}; Ctrl-C stops everything

            """);
    }
}
