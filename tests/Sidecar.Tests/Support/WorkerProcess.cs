using System.Diagnostics;

namespace Yilai.Sidecar.Tests.Support;

/// <summary>A workflow worker as a process of its own (tests/WorkflowWorker), which stands still at every step and can be killed there.</summary>
public sealed class WorkerProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly string folder;
    private bool isDisposed;

    private WorkerProcess(Process process, string folder) => (this.process, this.folder) = (process, folder);

    public static WorkerProcess Start(int grpcPort, string folder)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "Yilai.WorkflowWorker");
        // It ends with its standard input, so also with a test process that is killed.
        var process = Process.Start(new ProcessStartInfo(program, [$"{grpcPort}", folder]) { RedirectStandardInput = true }) ?? throw new InvalidOperationException($"{program} does not start");
        return new WorkerProcess(process, folder);
    }

    /// <summary>Waits until it stands at a step.</summary>
    public Task StandsAsync(string step) =>
        WaitFor.ConditionAsync(() => process.HasExited ? throw new InvalidOperationException("the worker has ended") : File.Exists(Path.Combine(folder, $"at-{step}")), 120);

    /// <summary>Lets whoever is at the step, or comes to it, go on.</summary>
    public static void LetGo(string folder, string step) => File.WriteAllText(Path.Combine(folder, $"go-{step}"), "");

    /// <summary>kill -9.</summary>
    public async ValueTask DisposeAsync()
    {
        if (isDisposed)
            return;
        isDisposed = true;
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }
}
