using System.Diagnostics;
using System.Text;
using Dapr.Client;
using Yilai.Hosting;

namespace Yilai.Sidecar.Tests.Support;

/// <summary>The sidecar as a process of its own, so that it can be killed.</summary>
public sealed class SidecarProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly StringBuilder errors;
    private readonly int httpPort;
    private readonly int grpcPort;

    private SidecarProcess(Process process, StringBuilder errors, int httpPort, int grpcPort) =>
        (this.process, this.errors, this.httpPort, this.grpcPort) = (process, errors, httpPort, grpcPort);

    public long WorkingSet
    {
        get
        {
            process.Refresh();
            return process.WorkingSet64;
        }
    }

    public string Errors
    {
        get
        {
            lock (errors)
                return errors.ToString();
        }
    }

    public int HttpPort => httpPort;

    public int GrpcPort => grpcPort;

    public static async Task<SidecarProcess> StartAsync(string folder, int appPort, int httpPort = 0, int grpcPort = 0, string protocol = "http")
    {
        var (http, grpc) = (httpPort > 0 ? httpPort : FreePorts.Any(), grpcPort > 0 ? grpcPort : FreePorts.Any());
        var sidecar = Launch(folder, $$"""[{"appId":"app","appPort":{{appPort}},"httpPort":{{http}},"grpcPort":{{grpc}},"protocol":"{{protocol}}"}]""", http, grpc);
        using var dapr = sidecar.Dapr();
        try
        {
            await WaitFor.ConditionAsync(async () => sidecar.process.HasExited ? throw new InvalidOperationException(sidecar.Errors) : await dapr.CheckOutboundHealthAsync(), seconds: 60);
            return sidecar;
        }
        catch
        {
            await sidecar.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts what is expected to end by itself.</summary>
    public static async Task<(int ExitCode, string Errors)> RunAsync(string folder, string apps)
    {
        await using var sidecar = Launch(folder, apps, 0, 0);
        await sidecar.process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (sidecar.process.ExitCode, sidecar.Errors);
    }

    public DaprClient Dapr() => new DaprClientBuilder().UseHttpEndpoint($"http://127.0.0.1:{httpPort}").UseGrpcEndpoint($"http://127.0.0.1:{grpcPort}").Build();

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            await KillAsync();
        process.Dispose();
    }

    private static SidecarProcess Launch(string folder, string apps, int http, int grpc)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "Yilai.Sidecar"), ["--resources-path", Path.Combine(folder, "components")])
        {
            WorkingDirectory = folder,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            Environment = { ["YILAI_SIDECAR_APPS"] = apps },
        };
        var errors = new StringBuilder();
        var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, line) =>
        {
            lock (errors)
                errors.AppendLine(line.Data);
        };
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new SidecarProcess(process, errors, http, grpc);
    }
}
