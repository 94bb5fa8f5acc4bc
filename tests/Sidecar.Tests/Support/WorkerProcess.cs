using System.Diagnostics;

namespace Yilai.Sidecar.Tests.Support;

/// <summary>A workflow worker as a process of its own (tests/WorkflowWorker), which stands still at a step and can be killed there.</summary>
public sealed class WorkerProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly string folder;
    private readonly string step;
    private bool disposed;

    private WorkerProcess(Process process, string folder, string step) => (this.process, this.folder, this.step) = (process, folder, step);

    public static WorkerProcess Start(int grpcPort, string folder, string step)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "Yilai.WorkflowWorker");
        var process = Process.Start(new ProcessStartInfo(program, [$"{grpcPort}", folder, step])) ?? throw new InvalidOperationException($"{program} does not start");
        return new WorkerProcess(process, folder, step);
    }

    /// <summary>Waits until it stands at its step.</summary>
    public Task StandsAsync() => WaitFor.ConditionAsync(() => process.HasExited ? throw new InvalidOperationException("the worker has ended") : File.Exists(Path.Combine(folder, $"at-{step}")), 60);

    public void LetGo() => File.WriteAllText(Path.Combine(folder, $"go-{step}"), "");

    /// <summary>kill -9.</summary>
    public async ValueTask DisposeAsync()
    {
        if (disposed)
            return;
        disposed = true;
        if (!process.HasExited)
            process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }
}
