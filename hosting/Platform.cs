using Yilai.Hosting.Brokers;
using Yilai.Hosting.CommandLine;
using Yilai.Hosting.DaprSidecars;
using Yilai.Hosting.Data;
using Yilai.Hosting.KeepAlive;
using Yilai.Hosting.Logs;
using Yilai.Hosting.Services;
using Yilai.Hosting.Status;

namespace Yilai.Hosting;

/// <summary>Everything an AppHost of this platform has around its resources.</summary>
public static class Platform
{
    /// <summary>Reads the command line and takes the data folder.</summary>
    /// <returns>False if the AppHost should end now with this exit code; the reason is on the console.</returns>
    public static bool TryOpen(string[] args, out AppHostOptions options, out DataFolder data, out int exitCode)
    {
        (options, data, exitCode) = (null!, null!, 0);
        try
        {
            options = AppHostArguments.Parse(args);
            if (options.Help)
            {
                Console.WriteLine(AppHostArguments.Usage);
                return false;
            }
            if (options.Daprd)
            {
                DaprPrograms.Demand();
                ComponentFiles.DemandNoneOfOneProcess(options.Components);
            }
            data = DataFolder.Open(options.Data, options.Reset);
            return true;
        }
        catch (Exception wrong) when (wrong is UsageException or MissingPartException)
        {
            Console.Error.WriteLine(wrong.Message);
            exitCode = (wrong as UsageException)?.ExitCode ?? 1;
            return false;
        }
    }

    /// <summary>An Aspire builder for one machine without containers, certificates or accounts, whose parts are kept alive and logged.</summary>
    public static IDistributedApplicationBuilder CreateBuilder(AppHostOptions options, DataFolder data)
    {
        var dashboard = FreePorts.Any();
        // As configuration, not as environment: every part would inherit the latter.
        string[] settings =
        [
            "--environment=Development",
            "--ASPIRE_ALLOW_UNSECURED_TRANSPORT=true",
            "--ASPIRE_DASHBOARD_UNSECURED_ALLOW_ANONYMOUS=true",
            $"--ASPNETCORE_URLS=http://127.0.0.1:{dashboard}",
            .. options.Dashboard ? [$"--{TelemetryExtensions.Collector}=http://127.0.0.1:{FreePorts.Any()}"] : Array.Empty<string>(),
            "--ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL=http://127.0.0.1:0",
            "--ASPIRE_VERSION_CHECK_DISABLED=true",
            "--DcpPublisher:WaitForResourceCleanup=true",
            "--Logging:LogLevel:Default=Warning",
            // A check that fails while a part starts is no news; the table says who is healthy.
            "--Logging:LogLevel:Microsoft.Extensions.Diagnostics.HealthChecks=None",
            // An orderly stop while parts still start is no failure; a failure still ends the program with its exception.
            "--Logging:LogLevel:Microsoft.Extensions.Hosting.Internal.Host=None",
            // A part that does not start gets a line of its own; the exception is in its log.
            "--Logging:LogLevel:Aspire.Hosting.Dcp.DcpExecutor=Critical",
            // That the dashboard is open to this machine is meant so.
            "--Logging:LogLevel:Aspire.Hosting.Dashboard=Error",
        ];
        var builder = DistributedApplication.CreateBuilder(new DistributedApplicationOptions
        {
            Args = [.. settings, .. options.Configuration],
            DisableDashboard = !options.Dashboard,
        });
        return builder
            .AddKeepAlive()
            .AddLogFiles(data.PrivateFolder("logs"))
            .AddStatusTable(data, $"http://127.0.0.1:{dashboard}");
    }
}
