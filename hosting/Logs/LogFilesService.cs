using Microsoft.Extensions.Hosting;

namespace Yilai.Hosting.Logs;

/// <summary>Follows the log of every part into its file. The file of the start before is kept as <c>part.log.old</c>.</summary>
internal sealed class LogFilesService(string folder, ResourceNotificationService notifications, ResourceLoggerService logs) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var followed = new Dictionary<string, Task>();
        try
        {
            await foreach (var change in notifications.WatchAsync(stoppingToken))
            {
                if (change.Resource is ExecutableResource && !followed.ContainsKey(change.ResourceId))
                {
                    followed[change.ResourceId] = FollowAsync(change, stoppingToken);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await Task.WhenAll(followed.Values);
        }
    }

    private async Task FollowAsync(ResourceEvent part, CancellationToken stoppingToken)
    {
        var path = Path.Combine(folder, $"{part.Resource.Name}.log");
        if (File.Exists(path))
        {
            File.Move(path, $"{path}.old", overwrite: true);
        }
        await using var file = new StreamWriter(path) { AutoFlush = true };
        try
        {
            await foreach (var lines in logs.WatchAsync(part.ResourceId).WithCancellation(stoppingToken))
            {
                foreach (var line in lines)
                {
                    await file.WriteLineAsync(line.Content.AsMemory(), stoppingToken);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The application ends.
        }
    }
}
