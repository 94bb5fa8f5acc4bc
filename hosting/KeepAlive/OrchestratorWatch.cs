using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Hosting;

namespace Yilai.Hosting.KeepAlive;

/// <summary>Aspire's orchestrator (dcp) is a process of its own that runs every part. If it is killed the parts die with it, and this program would stay for nothing.</summary>
internal sealed class OrchestratorWatch(IHostApplicationLifetime lifetime, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PatienceAtTheEnd = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        string folder;
        try
        {
            folder = await WaitForDeathAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return;
        }
        if (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            return;
        }
        await Console.Error.WriteLineAsync("dcp, which runs every part, has died, and the parts with it. Start the AppHost again.");
        Environment.ExitCode = 1;
        lifetime.StopApplication();
        // An orderly stop asks the orchestrator, which cannot answer.
        await Task.Delay(PatienceAtTheEnd, time, CancellationToken.None);
        // It would have removed this itself.
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
        Environment.Exit(1);
    }

    /// <summary>Waits until the orchestrator has started and ended.</summary>
    /// <returns>Its temporary folder.</returns>
    private async Task<string> WaitForDeathAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (Find() is { } orchestrator)
            {
                using (orchestrator.Process)
                {
                    await orchestrator.Process.WaitForExitAsync(cancellationToken);
                }
                // The first one only starts the one that stays.
                await Task.Delay(Pause, time, cancellationToken);
                if (Find() is null)
                {
                    return Path.GetDirectoryName(orchestrator.Kubeconfig)!;
                }
            }
            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    private static (Process Process, string Kubeconfig)? Find()
    {
        var id = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        (Process, string)? found = null;
        foreach (var process in Process.GetProcessesByName("dcp"))
        {
            var words = Words(process);
            if (found is null && words.Contains("start-apiserver") && After(words, "--monitor") == id && After(words, "--kubeconfig") is { } kubeconfig)
            {
                found = (process, kubeconfig);
            }
            else
            {
                process.Dispose();
            }
        }
        return found;
    }

    private static string? After(string[] words, string word) => words.SkipWhile(each => each != word).ElementAtOrDefault(1);

    private static string[] Words(Process process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process.Id}/cmdline").Split('\0');
        }
        catch (IOException)
        {
            // It has ended meanwhile.
            return [];
        }
    }
}
