using System.Diagnostics;
using System.Globalization;
using Yilai.TestSupport;

namespace Yilai.Hosting.Tests.WholeAppHost;

/// <summary>The AppHost as its user runs it: a process with a command line, a console and Ctrl-C.</summary>
internal sealed class AppHostProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);
    private readonly List<string> _lines = [];
    private readonly Process _process;

    private AppHostProcess(Process process) => _process = process;

    /// <summary>Everything it has said.</summary>
    public string Output
    {
        get
        {
            lock (_lines)
            {
                return string.Join('\n', _lines);
            }
        }
    }

    /// <summary>A program of this repository, of the same configuration as the tests.</summary>
    public static string Built(string project, string program)
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory);
        return RepositoryRoot.File(project, "bin", own.Parent!.Name, own.Name, program);
    }

    /// <summary>Starts it with a home folder and a PATH of its own.</summary>
    public static AppHostProcess Start(string home, string path, params string[] args)
    {
        var start = new ProcessStartInfo(Built("AppHost", "Yilai.AppHost"), args)
        {
            WorkingDirectory = home,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["HOME"] = home;
        start.Environment["PATH"] = path;
        // …/shared/Microsoft.NETCore.App/10.0.x/: with that PATH it would not be found.
        start.Environment["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        var process = new Process { StartInfo = start };
        var apphost = new AppHostProcess(process);
        process.OutputDataReceived += (_, line) => apphost.Keep(line.Data);
        process.ErrorDataReceived += (_, line) => apphost.Keep(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return apphost;
    }

    /// <summary>Waits until it has said this.</summary>
    public async Task SaysAsync(string text)
    {
        await Eventually.TrueAsync($"the AppHost says '{text}'", () => Task.FromResult(_process.HasExited || Output.Contains(text, StringComparison.Ordinal)), Patience);
        Assert.True(Output.Contains(text, StringComparison.Ordinal), Output);
    }

    /// <summary>Ctrl-C.</summary>
    public async Task InterruptAsync()
    {
        using var kill = Process.Start("/bin/sh", ["-c", string.Create(CultureInfo.InvariantCulture, $"kill -INT {_process.Id}")]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Waits for its end, and for all that it said.</summary>
    public async Task<int> EndsAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await InterruptAsync();
            await EndsAsync();
        }
        _process.Dispose();
    }

    private void Keep(string? line)
    {
        if (line is not null)
        {
            lock (_lines)
            {
                _lines.Add(line);
            }
        }
    }
}
