using System.Diagnostics;

namespace Yilai.Hosting.Processes;

/// <summary>A process that never outlives this one, however this one ends.</summary>
/// <remarks>A small launcher (<c>run.sh</c>) stands between: it stops the process when its own standard input closes.</remarks>
internal sealed class OwnedProcess : IAsyncDisposable
{
    private readonly Process _process;
    private bool _isDisposed;

    private OwnedProcess(Process process) => _process = process;

    public static string Launcher { get; } = RepositoryRoot.File("hosting", "Processes", "run.sh");

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public static OwnedProcess Start(
        IEnumerable<string> command, Action<string> onLine, string stopSignal = "TERM", string? deleteAfter = null, string? workingDirectory = null)
    {
        var start = new ProcessStartInfo("/bin/sh")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = workingDirectory ?? "/",
        };
        string[] launch = [Launcher, "-o", "-s", stopSignal, .. deleteAfter is null ? Array.Empty<string>() : ["-d", deleteAfter], "--"];
        foreach (var argument in launch.Concat(command))
        {
            start.ArgumentList.Add(argument);
        }
        var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Pass(line.Data);
        process.ErrorDataReceived += (_, line) => Pass(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new OwnedProcess(process);

        void Pass(string? line)
        {
            if (line is not null)
            {
                onLine(line);
            }
        }
    }

    /// <summary>Runs a command to its end and gives its exit code and what it said.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(
        IEnumerable<string> command, string? workingDirectory = null, CancellationToken cancellationToken = default)
    {
        var lines = new List<string>();
        await using var process = Start(command, line => { lock (lines) { lines.Add(line); } }, workingDirectory: workingDirectory);
        var exitCode = await process.WaitForExitAsync(cancellationToken);
        lock (lines)
        {
            return (exitCode, string.Join('\n', lines));
        }
    }

    public async Task<int> WaitForExitAsync(CancellationToken cancellationToken = default)
    {
        await _process.WaitForExitAsync(cancellationToken);
        return _process.ExitCode;
    }

    /// <summary>Stops the process where nothing can be awaited: when this one exits.</summary>
    public void Stop(TimeSpan patience)
    {
        _process.StandardInput.Close();
        _process.WaitForExit(patience);
    }

    /// <summary>The same for one that may have been disposed of meanwhile.</summary>
    public void StopIfRunning(TimeSpan patience)
    {
        if (!_isDisposed)
        {
            Stop(patience);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }
        _isDisposed = true;
        _process.StandardInput.Close();
        // Not for the end of its output too: what it started may hold that open.
        while (!_process.WaitForExit(TimeSpan.Zero))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, CancellationToken.None);
        }
        _process.Dispose();
    }
}
