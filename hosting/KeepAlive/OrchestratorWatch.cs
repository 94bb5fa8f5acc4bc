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
            using var orchestrator = await FindAsync(stoppingToken);
            folder = FolderOf(orchestrator);
            await orchestrator.WaitForExitAsync(stoppingToken);
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
        Directory.Delete(folder, recursive: true);
        Environment.Exit(1);
    }

    /// <summary>The temporary folder that holds its <c>--kubeconfig</c>.</summary>
    private static string FolderOf(Process orchestrator) =>
        CommandLine(orchestrator)?.Split('\0') is { } words && Array.IndexOf(words, "--kubeconfig") is >= 0 and var at
            ? Path.GetDirectoryName(words[at + 1])!
            : throw new InvalidOperationException($"dcp {orchestrator.Id} has no --kubeconfig");

    private async Task<Process> FindAsync(CancellationToken cancellationToken)
    {
        var monitorsThis = $"\0--monitor\0{Environment.ProcessId.ToString(CultureInfo.InvariantCulture)}\0";
        while (true)
        {
            foreach (var process in Process.GetProcessesByName("dcp"))
            {
                if (CommandLine(process) is { } line && line.Contains("start-apiserver", StringComparison.Ordinal) && line.Contains(monitorsThis, StringComparison.Ordinal))
                {
                    return process;
                }
                process.Dispose();
            }
            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    private static string? CommandLine(Process process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process.Id}/cmdline");
        }
        catch (IOException)
        {
            // It has ended meanwhile.
            return null;
        }
    }
}
