using System.Net.Sockets;
using System.Text;
using Yilai.Hosting;
using Yilai.Hosting.Data;
using Yilai.Hosting.EmbeddedRedis;
using Yilai.Hosting.Processes;

namespace Yilai.TestSupport;

/// <summary>A real Redis for tests, from this machine's <c>redis-server</c>: gone with the test process, or when a test is done with it.</summary>
public sealed class TestRedis : IAsyncDisposable
{
    private static readonly Lazy<Task<TestRedis>> Shared = new(StartAsync);
    private readonly string folder;
    private OwnedProcess process;

    private TestRedis(string folder, int port, OwnedProcess process)
    {
        this.folder = folder;
        this.process = process;
        Port = port;
    }

    /// <summary>Where it listens, on loopback.</summary>
    public int Port { get; }

    /// <summary>What it asks of clients.</summary>
    public string Password => FolderPassword.Of(folder);

    /// <summary>The one that the tests of a process share; a test keeps to keys of its own.</summary>
    public static Task<TestRedis> SharedAsync(CancellationToken cancellationToken = default) => Shared.Value.WaitAsync(cancellationToken);

    /// <summary>One of a test's own, which it may stop and start again.</summary>
    public static async Task<TestRedis> StartAsync()
    {
        RedisServer.Demand();
        var port = FreePorts.Any();
        var folder = Directory.CreateDirectory(Path.Combine(TestFolder.Path, $"redis-{port}")).FullName;
        return new TestRedis(folder, port, await LaunchAsync(folder, port));
    }

    /// <summary>Ends it, as a machine that goes away; what it holds is on its disk.</summary>
    public async Task StopAsync() => await process.DisposeAsync();

    /// <summary>Starts it again on its port and data.</summary>
    public async Task RestartAsync() => process = await LaunchAsync(folder, Port);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await process.DisposeAsync();

    private static async Task<OwnedProcess> LaunchAsync(string folder, int port)
    {
        var log = new EngineLog("Redis");
        var process = OwnedProcess.Start(RedisServer.Command(folder, port), log.Add);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => process.StopIfRunning(TimeSpan.FromSeconds(10));
        await log.WaitUntilReadyAsync(process, async token =>
        {
            using var socket = new TcpClient();
            await socket.ConnectAsync("127.0.0.1", port, token);
            var stream = socket.GetStream();
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"AUTH {FolderPassword.Of(folder)}\r\nPING\r\n"), token);
            using var reader = new StreamReader(stream);
            if (await reader.ReadLineAsync(token) is not "+OK" || await reader.ReadLineAsync(token) is not "+PONG")
            {
                throw new IOException("Redis still loads its data");
            }
        });
        return process;
    }
}
