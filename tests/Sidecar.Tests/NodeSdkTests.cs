using System.Diagnostics;
using Yilai.Hosting;
using Yilai.Sidecar.Tests.Support;
using Yilai.TestSupport;
using static Yilai.Sidecar.Tests.Support.ComponentYaml;

namespace Yilai.Sidecar.Tests;

/// <summary>The Node SDK as a judge: its scenarios (tests/Sidecar.Tests/Node) run against a sidecar process.</summary>
public sealed class NodeSdkTests(NodeSdkTests.Packages packages) : IClassFixture<NodeSdkTests.Packages>
{
    private static readonly string Resources = Documents(
        Component("statestore", "state.in-memory", "v1", ("actorStateStore", "true")),
        Component("pubsub", "pubsub.in-memory"),
        Component("files", "bindings.localstorage", "v1", ("rootPath", "files")),
        Component("tick", "bindings.cron", "v1", ("schedule", "@every 1s")),
        Component("secrets", "secretstores.local.file", "v1", ("secretsFile", "secrets.json")),
        Retry(10));

    [Theory]
    [InlineData("client", "http")]
    [InlineData("client", "grpc")]
    [InlineData("server", "http")]
    [InlineData("server", "grpc")]
    [InlineData("actors", "http")]
    [InlineData("actors", "http", "grpc")]
    [InlineData("workflow", "grpc")]
    public async Task Scenario_OfTheNodeSdk_GoesAsOnDaprd(string scenario, string protocol, string client = "http")
    {
        var folder = TestSidecar.NewFolder(Resources);
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "secrets.json"), """{"key":"value"}""", TestContext.Current.CancellationToken);
            // Without a server, the app has no port.
            var port = scenario is "server" or "actors" ? FreePorts.Any() : 0;
            await using var sidecar = await SidecarProcess.StartAsync(folder, port, protocol: port > 0 ? protocol : "http");
            var (exit, output) = await packages.RunAsync(
                "node", [$"{scenario}.mjs"],
                ("DAPR_PROTOCOL", protocol), ("CLIENT", client), ("APP", $"{port}"), ("HTTP", $"{sidecar.HttpPort}"), ("GRPC", $"{sidecar.GrpcPort}"));
            Assert.True(exit == 0, $"{output}\nthe sidecar's errors:\n{sidecar.Errors}");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The SDK from npm, installed when it is not there yet.</summary>
    public sealed class Packages : IAsyncLifetime
    {
        private static readonly string Folder = Path.Combine(SourceTree.Root, "tests", "Sidecar.Tests", "Node");

        public async ValueTask InitializeAsync()
        {
            // npm writes its own note of what it installed last; a lock file that is newer asks for another installation.
            var installed = new FileInfo(Path.Combine(Folder, "node_modules", ".package-lock.json"));
            if (installed.Exists && installed.LastWriteTimeUtc >= File.GetLastWriteTimeUtc(Path.Combine(Folder, "package-lock.json")))
                return;
            var (exit, output) = await RunAsync("npm", ["ci"]);
            Assert.True(exit == 0, $"npm ci in {Folder} ended with {exit}:\n{output}");
        }

        public async Task<(int Exit, string Output)> RunAsync(string program, string[] arguments, params (string Name, string Value)[] environment)
        {
            var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = Folder, RedirectStandardOutput = true, RedirectStandardError = true };
            foreach (var (name, value) in environment)
                start.Environment[name] = value;
            using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} does not start");
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            limit.CancelAfter(TimeSpan.FromMinutes(3));
            try
            {
                var output = process.StandardOutput.ReadToEndAsync(limit.Token);
                var errors = process.StandardError.ReadToEndAsync(limit.Token);
                await process.WaitForExitAsync(limit.Token);
                return (process.ExitCode, await output + await errors);
            }
            finally
            {
                if (!process.HasExited)
                    process.Kill(entireProcessTree: true);
            }
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
