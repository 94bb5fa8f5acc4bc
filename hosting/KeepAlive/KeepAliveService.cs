using Microsoft.Extensions.Hosting;

namespace Yilai.Hosting.KeepAlive;

/// <summary>Starts again what dies. What was stopped by hand stays stopped, and what runs to its end may end.</summary>
internal sealed class KeepAliveService(
    IServiceProvider services,
    ResourceNotificationService notifications,
    ResourceCommandService commands,
    ResourceLoggerService logs,
    DistributedApplicationModel model,
    IHostApplicationLifetime lifetime,
    TimeProvider time) : BackgroundService
{
    /// <summary>What the orchestrator says of a process that a signal ended.</summary>
    private const int Killed = -1;

    private readonly Dictionary<string, RestartPolicy> _policies = [];
    private readonly Dictionary<string, string?> _states = [];
    private readonly Dictionary<string, DateTimeOffset> _started = [];
    private readonly HashSet<IResource> _failed = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var toTheirEnd = model.Resources.SelectMany(part => part.Annotations.OfType<WaitAnnotation>())
            .Where(wait => wait.WaitType == WaitType.WaitForCompletion)
            .Select(wait => wait.Resource).ToHashSet();
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, lifetime.ApplicationStopping);
        try
        {
            await foreach (var change in notifications.WatchAsync(stopping.Token))
            {
                if (toTheirEnd.Contains(change.Resource))
                {
                    NoticeTask(change);
                }
                else if (change.Resource is ExecutableResource)
                {
                    await NoticeAsync(change, stopping.Token);
                }
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The application ends, and with it every part.
        }
    }

    /// <summary>A task that failed: starting again what waits for it would change nothing.</summary>
    private void NoticeTask(ResourceEvent change)
    {
        if (IsDead(change.Snapshot.State?.Text) && change.Snapshot.ExitCode is not 0 && _failed.Add(change.Resource))
        {
            services.Announce(change.Resource, $"failed (exit code {change.Snapshot.ExitCode}); what needs it stays down, and its log says why");
        }
    }

    private bool NeedsWhatFailed(IResource part) => part.Annotations.OfType<WaitAnnotation>()
        .Any(wait => wait.WaitType == WaitType.WaitForCompletion && _failed.Contains(wait.Resource));

    private async Task NoticeAsync(ResourceEvent change, CancellationToken stopping)
    {
        var state = change.Snapshot.State?.Text;
        var before = _states.GetValueOrDefault(change.ResourceId);
        if (state == before)
        {
            return;
        }
        _states[change.ResourceId] = state;
        if (!_policies.TryGetValue(change.ResourceId, out var policy))
        {
            _policies[change.ResourceId] = policy = new RestartPolicy(time);
        }
        if (state == KnownResourceStates.Running)
        {
            policy.Started();
            _started[change.ResourceId] = time.GetUtcNow();
        }
        else if (IsDead(state) && before == KnownResourceStates.Stopping)
        {
            policy.Forget();
        }
        else if (IsDead(state) && !IsDead(before) && !NeedsWhatFailed(change.Resource))
        {
            var how = change.Snapshot.ExitCode switch
            {
                null => "did not start",
                Killed => "was killed",
                var code => $"ended with exit code {code}",
            };
            if (change.Snapshot.ExitCode is not (null or 0 or Killed) && await WhyAsync(change, stopping) is { } why)
            {
                how = $"{how} ({why})";
            }
            if (policy.Died() is { } pause)
            {
                services.Announce(change.Resource, $"{how}; starting it again in {pause.TotalSeconds:0.#} s");
                _ = StartAgainAsync(change, pause, stopping);
            }
            else
            {
                services.Announce(change.Resource, $"{how}, {RestartPolicy.MostInARow} times in a row; it stays down until it is started in the dashboard (its log says why)");
            }
        }
    }

    private async Task<string?> WhyAsync(ResourceEvent dead, CancellationToken stopping)
    {
        try
        {
            return await LastWords.OfAsync(logs.GetAllAsync(dead.ResourceId), _started.GetValueOrDefault(dead.ResourceId), stopping);
        }
        catch (Exception unreadable) when (unreadable is not OperationCanceledException)
        {
            // The part comes back all the same.
            return $"its log cannot be read: {unreadable.Message}";
        }
    }

    private async Task StartAgainAsync(ResourceEvent dead, TimeSpan pause, CancellationToken stopping)
    {
        try
        {
            await Task.Delay(pause, time, stopping);
            var answer = await commands.ExecuteCommandAsync(dead.ResourceId, KnownResourceCommands.StartCommand, stopping);
            if (!answer.Success && !answer.Canceled)
            {
                services.Announce(dead.Resource, $"could not be started again: {answer.Message}");
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The application ends.
        }
    }

    private static bool IsDead(string? state) =>
        state == KnownResourceStates.Exited || state == KnownResourceStates.Finished || state == KnownResourceStates.FailedToStart;
}
