using System.Diagnostics;

namespace Yilai.PaymentSimulator.Tests;

/// <summary>The built program as a process of its own.</summary>
internal sealed class SimulatorProcess : IDisposable
{
    private readonly Process process;

    private SimulatorProcess(Process process, Uri address) => (this.process, Address) = (process, address);

    public Uri Address { get; }

    /// <summary>Starts it; ready when it listens.</summary>
    public static async Task<SimulatorProcess> StartAsync(int port, params (string Name, string Value)[] environment)
    {
        var address = new Uri($"http://127.0.0.1:{port}");
        var simulator = new SimulatorProcess(Start([("ASPNETCORE_URLS", address.ToString()), .. environment]), address);
        simulator.process.OutputDataReceived += (_, _) => { };
        simulator.process.ErrorDataReceived += (_, _) => { };
        simulator.process.BeginOutputReadLine();
        simulator.process.BeginErrorReadLine();
        using var http = new HttpClient();
        await WaitAsync(async () =>
        {
            Assert.False(simulator.process.HasExited);
            try
            {
                using var response = await http.GetAsync(new Uri(address, "/health"));
                return response.IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        });
        return simulator;
    }

    /// <summary>Runs it to its end.</summary>
    public static async Task<(int Code, string Error)> RunAsync(params (string Name, string Value)[] environment)
    {
        using var process = Start([("ASPNETCORE_URLS", $"http://127.0.0.1:{Hosting.FreePorts.Any()}"), .. environment]);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        try
        {
            var error = process.StandardError.ReadToEndAsync(patience.Token);
            await process.StandardOutput.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            return (process.ExitCode, await error);
        }
        finally
        {
            process.Kill();
        }
    }

    public static async Task WaitAsync(Func<Task<bool>> holds)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!await holds())
        {
            await pace.WaitForNextTickAsync(patience.Token);
        }
    }

    /// <summary>Ends it as <c>kill -9</c> does.</summary>
    public void Kill()
    {
        process.Kill();
        process.WaitForExit();
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            Kill();
        }

        process.Dispose();
    }

    private static Process Start(IEnumerable<(string Name, string Value)> environment)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet")
        {
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "Yilai.PaymentSimulator.dll") },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }
}
