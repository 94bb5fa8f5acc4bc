using System.Diagnostics;
using System.Globalization;

namespace Yilai.Bench.Support;

/// <summary>A process that a measurement starts, and what it costs.</summary>
internal sealed class BenchProcess : IAsyncDisposable
{
    private readonly Process process;

    private BenchProcess(Process process) => this.process = process;

    /// <summary>Processor time used since its start.</summary>
    public TimeSpan Cpu
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    /// <summary>Its memory in MiB, shared pages divided among those who share them (PSS).</summary>
    public double Memory => File.ReadLines($"/proc/{process.Id}/smaps_rollup")
        .Where(line => line.StartsWith("Pss:", StringComparison.Ordinal))
        .Select(line => double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024)
        .Single();

    /// <summary>Starts a program of this folder.</summary>
    public static BenchProcess Start(string program, IEnumerable<string> arguments, string? folder = null, params IEnumerable<(string Name, string Value)> environment)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, program), arguments)
        {
            WorkingDirectory = folder ?? "",
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is { Length: > 0 } text)
                Console.Error.WriteLine($"{program}: {text}");
        };
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new BenchProcess(process);
    }

    /// <summary>Waits until an address answers with success.</summary>
    public async Task<BenchProcess> AnswersAsync(string url)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        var clock = Stopwatch.StartNew();
        while (await timer.WaitForNextTickAsync())
        {
            try
            {
                using var answer = await http.GetAsync(new Uri(url));
                if (answer.IsSuccessStatusCode)
                    return this;
            }
            catch (HttpRequestException)
            {
                // Not yet.
            }
            if (process.HasExited || clock.Elapsed > TimeSpan.FromSeconds(60))
                throw new InvalidOperationException($"{process.StartInfo.FileName} does not answer at {url}");
        }
        return this;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }
}
