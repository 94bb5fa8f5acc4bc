using System.Globalization;
using System.Net;

namespace Yilai.Hosting.CommandLine;

/// <summary>Reads the AppHost's command line.</summary>
public static class AppHostArguments
{
    /// <summary>What <c>--help</c> says.</summary>
    public const string Usage = """
        dotnet run --project AppHost [-- options]
          --data DIR            where all state lives (.data)
          --reset               wipe it first
          --port N              the portal's and API's port (8080; 0 takes any free one)
          --no-frontend         without the portal
          --no-dashboard        without Aspire's dashboard
          --no-simulator        without simulated hospitals
          --hospitals FILE.csv  simulate the hospitals of this file
          --components DIR      Dapr component files (components/embedded; with daprd components/redis)
          --sidecar KIND        whose Dapr API the services talk to: embedded, or the daprd of this machine
          --Section:Key=VALUE   configuration, as --ConnectionStrings:postgres=… or --ConnectionStrings:mongodb=…
        """;

    /// <summary>The options of a command line.</summary>
    /// <exception cref="UsageException">It has one that is unknown, or a value that is none.</exception>
    public static AppHostOptions Parse(IReadOnlyList<string> args)
    {
        var options = new AppHostOptions();
        for (var at = 0; at < args.Count; at++)
        {
            var (name, value) = args[at].Split('=', 2) is [var left, var right] ? (left, right) : (args[at], null);
            if (name.StartsWith("--", StringComparison.Ordinal) && name.Contains(':', StringComparison.Ordinal))
            {
                options = options with { Configuration = [.. options.Configuration, $"{name}={value ?? Next()}"] };
                continue;
            }
            options = name switch
            {
                "--data" => options with { Data = Path.GetFullPath(value ?? Next()) },
                "--reset" => options with { Reset = true },
                "--port" => options with { Port = Port(value ?? Next()) },
                "--no-frontend" => options with { Frontend = false },
                "--no-dashboard" => options with { Dashboard = false },
                "--no-simulator" => options with { Simulator = false },
                "--hospitals" => options with { Hospitals = Existing(value ?? Next(), File.Exists, "file") },
                "--components" => options with { Components = Existing(value ?? Next(), Directory.Exists, "folder") },
                "--sidecar" => Sidecar(value ?? Next(), options),
                "--help" or "-h" => options with { Help = true },
                _ => throw new UsageException($"unknown option {name}; --help lists them"),
            };

            string Next() => at + 1 < args.Count && !args[at + 1].StartsWith("--", StringComparison.Ordinal)
                ? args[++at]
                : throw new UsageException($"{name} needs a value; --help says which");
        }
        return options;
    }

    private static int Port(string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= IPEndPoint.MaxPort
            ? port
            : throw new UsageException($"--port {value} is not a port (0 to {IPEndPoint.MaxPort})");

    private static string Existing(string path, Predicate<string> exists, string kind) =>
        exists(path) ? Path.GetFullPath(path)
        // dotnet run --project may start in the project's folder; who types the command stands in the repository's.
        : exists(RepositoryRoot.File(path)) ? RepositoryRoot.File(path)
        : throw new UsageException($"there is no {kind} {path}");

    private static AppHostOptions Sidecar(string value, AppHostOptions options) => value switch
    {
        "embedded" => options with { Daprd = false },
        "daprd" => options with { Daprd = true },
        _ => throw new UsageException($"--sidecar {value} is unknown; there are embedded and daprd"),
    };
}
