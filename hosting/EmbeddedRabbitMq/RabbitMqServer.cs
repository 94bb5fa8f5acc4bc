using Yilai.Hosting.Data;
using Yilai.Hosting.Processes;

namespace Yilai.Hosting.EmbeddedRabbitMq;

/// <summary>A RabbitMQ of this machine's own program, with its data in a folder.</summary>
internal static class RabbitMqServer
{
    private const string User = "yilai";

    /// <exception cref="MissingPartException">This machine has no RabbitMQ.</exception>
    public static void Demand()
    {
        // Debian's command on PATH only lets root and its own user in; the program itself lets everybody.
        if (!File.Exists("/usr/lib/rabbitmq/bin/rabbitmq-server") && Commands.Find("rabbitmq-server") is null)
        {
            throw new MissingPartException("this machine has no rabbitmq-server", "apt-get install rabbitmq-server, or --ConnectionStrings:rabbitmq=amqp://… with a RabbitMQ of your own");
        }
    }

    /// <summary>The command that serves the folder on a loopback port.</summary>
    public static IEnumerable<string> Command(string folder, int port)
    {
        PrivateFiles.Write(Path.Combine(folder, "plugins"), "[].");
        PrivateFiles.Write(Path.Combine(folder, "rabbitmq.conf"), $"""
            listeners.tcp.1 = 127.0.0.1:{port}
            default_user = {User}
            default_pass = {FolderPassword.Of(folder)}
            log.console = true
            log.console.level = warning
            log.file = false

            """);
        return ["/bin/sh", RepositoryRoot.File("hosting", "EmbeddedRabbitMq", "rabbitmq.sh"), folder, $"{port}", $"{FreePorts.Any()}", $"{FreePorts.Any()}"];
    }

    /// <summary>How to reach it.</summary>
    public static string ConnectionString(string folder, int port) => $"amqp://{User}:{FolderPassword.Of(folder)}@127.0.0.1:{port}";
}
