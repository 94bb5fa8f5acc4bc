using System.Net.Sockets;
using Yilai.Hosting;
using Yilai.Hosting.EmbeddedRabbitMq;
using Yilai.Hosting.Processes;

namespace Yilai.TestSupport;

/// <summary>A real RabbitMQ for tests, from this machine's <c>rabbitmq-server</c>: gone with the test process, or when a test is done with it.</summary>
public sealed class TestRabbitMq : IAsyncDisposable
{
    private static readonly Lazy<Task<TestRabbitMq>> Shared = new(StartAsync);
    private readonly string folder;
    private OwnedProcess process;

    private TestRabbitMq(string folder, int port, OwnedProcess process)
    {
        this.folder = folder;
        this.process = process;
        Port = port;
    }

    /// <summary>Where it listens, on loopback.</summary>
    public int Port { get; }

    /// <summary>How to reach it.</summary>
    public string Url => RabbitMqServer.ConnectionString(folder, Port);

    /// <summary>The one that the tests of a process share; a test keeps to topics of its own.</summary>
    public static Task<TestRabbitMq> SharedAsync(CancellationToken cancellationToken = default) => Shared.Value.WaitAsync(cancellationToken);

    /// <summary>One of a test's own, which it may stop and start again.</summary>
    public static async Task<TestRabbitMq> StartAsync()
    {
        RabbitMqServer.Demand();
        var port = FreePorts.Any();
        var folder = Directory.CreateDirectory(Path.Combine(TestFolder.Path, $"rabbitmq-{port}")).FullName;
        return new TestRabbitMq(folder, port, await LaunchAsync(folder, port));
    }

    /// <summary>Ends it, as a machine that goes away; what it holds is on its disk.</summary>
    public async Task StopAsync() => await process.DisposeAsync();

    /// <summary>Starts it again on its port and data.</summary>
    public async Task RestartAsync() => process = await LaunchAsync(folder, Port);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await process.DisposeAsync();

    private static async Task<OwnedProcess> LaunchAsync(string folder, int port)
    {
        var log = new EngineLog("RabbitMQ");
        var process = OwnedProcess.Start(RabbitMqServer.Command(folder, port), log.Add);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => process.StopIfRunning(TimeSpan.FromSeconds(10));
        // It opens its port when it is ready.
        await log.WaitUntilReadyAsync(process, async token =>
        {
            using var socket = new TcpClient();
            await socket.ConnectAsync("127.0.0.1", port, token);
        });
        return process;
    }
}
