using System.Globalization;
using System.Net;
using System.Text.Json;

namespace Yilai.Sidecar.Hosting;

/// <summary>Reads the arguments and the environment. Knows this host's own form (many apps) and daprd's (one app).</summary>
internal static class CommandLine
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>daprd's flags that change nothing here: they are taken so that this host can stand in daprd's place.</summary>
    private static readonly HashSet<string> Ignored = new(StringComparer.Ordinal)
    {
        "app-channel-address", "dapr-internal-grpc-port", "dapr-internal-grpc-listen-address", "dapr-listen-addresses",
        "dapr-public-port", "dapr-public-listen-address", "profile-port", "enable-profiling", "mode", "placement-host-address", "scheduler-host-address", "scheduler-job-streams", "enable-mtls",
        "actors-service", "reminders-service", "sentry-address", "control-plane-trust-domain", "control-plane-namespace",
        "enable-api-logging", "read-buffer-size", "dapr-graceful-shutdown-seconds", "control-plane-address", "app-max-concurrency",
        "allowed-origins", "app-ssl", "disable-builtin-k8s-secret-store",
    };

    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        "resources-path", "components-path", "config", "max-body-size", "app-id", "app-port", "app-protocol", "dapr-http-port", "dapr-grpc-port", "log-level",
        "log-as-json", "enable-app-health-check", "app-health-check-path", "app-health-probe-interval", "app-health-probe-timeout", "app-health-threshold",
        "enable-metrics", "metrics-port", "metrics-listen-address",
    };

    public static SidecarOptions Parse(IReadOnlyList<string> args, Func<string, string?> environment)
    {
        var flags = Flags(args);
        return new SidecarOptions
        {
            Apps = Apps(flags, environment("YILAI_SIDECAR_APPS")),
            ResourcesPaths = [.. flags["resources-path"].Concat(flags["components-path"])],
            ConfigPaths = [.. flags["config"]],
            // One app a process: the others are beside other processes.
            NeighboursPath = flags.Contains("app-id") ? Path.Combine(environment("HOME") ?? Path.GetTempPath(), ".dapr", "run") : null,
            AppHealth = IsOn(flags, "enable-app-health-check") ? Health(flags) : null,
            LogLevel = Level(flags["log-level"].LastOrDefault() ?? "info"),
            LogAsJson = IsOn(flags, "log-as-json"),
            DaprApiToken = NotEmpty(environment("DAPR_API_TOKEN")),
            AppApiToken = NotEmpty(environment("APP_API_TOKEN")),
            MetricsPort = IsCounting(flags) ? Port(flags, "metrics-port", 9090) : null,
            MetricsAddress = Address(flags, "metrics-listen-address"),
            OtlpEndpoint = NotEmpty(environment("OTEL_EXPORTER_OTLP_ENDPOINT")),
            MaxBodySize = flags["max-body-size"].LastOrDefault() is { } size ? Components.Quantity.Parse(size) ?? throw Bad("max-body-size", size) : 4 * 1024 * 1024,
        };
    }

    private static ILookup<string, string> Flags(IReadOnlyList<string> args)
    {
        var flags = new List<(string Name, string Value)>();
        for (var i = 0; i < args.Count; i++)
        {
            var text = args[i].TrimStart('-');
            if (text.Length == args[i].Length)
                throw new SidecarStartException($"'{args[i]}' is not a flag; flags look like --resources-path DIR");
            var at = text.IndexOf('=', StringComparison.Ordinal);
            var name = at < 0 ? text : text[..at];
            // A flag that is followed by another flag, or by nothing, is a switch.
            var value = at >= 0 ? text[(at + 1)..]
                : i + 1 < args.Count && !args[i + 1].StartsWith('-') ? args[++i]
                : "true";
            if (!Known.Contains(name) && !Ignored.Contains(name))
                throw new SidecarStartException($"--{name} is not a flag of the embedded sidecar; remove it or run with real daprd");
            flags.Add((name, value));
        }
        return flags.ToLookup(f => f.Name, f => f.Value, StringComparer.Ordinal);
    }

    private static SidecarApp[] Apps(ILookup<string, string> flags, string? json)
    {
        if (flags["app-id"].LastOrDefault() is { } id)
            return [new SidecarApp(id, Port(flags, "app-port", 0), Port(flags, "dapr-http-port", 3500), Port(flags, "dapr-grpc-port", 50001), Protocol(flags))];
        if (string.IsNullOrWhiteSpace(json))
            throw new SidecarStartException("no app to stand beside: set YILAI_SIDECAR_APPS to [{\"appId\",\"appPort\",\"httpPort\",\"grpcPort\"}] or pass --app-id");
        try
        {
            return JsonSerializer.Deserialize<SidecarApp?[]>(json, Json)?.OfType<SidecarApp>().ToArray() ?? [];
        }
        catch (JsonException error)
        {
            throw new SidecarStartException($"YILAI_SIDECAR_APPS is not the JSON it should be: {error.Message}", error);
        }
    }

    private static AppHealthOptions Health(ILookup<string, string> flags) => new(
        flags["app-health-check-path"].LastOrDefault() is { Length: > 0 } path ? path : "/healthz",
        TimeSpan.FromSeconds(Count(flags, "app-health-probe-interval", 5)),
        TimeSpan.FromMilliseconds(Count(flags, "app-health-probe-timeout", 500)),
        Count(flags, "app-health-threshold", 3));

    /// <summary>A positive number; 0 stands for the default, as with daprd.</summary>
    private static int Count(ILookup<string, string> flags, string name, int fallback) =>
        flags[name].LastOrDefault() is not { } text ? fallback
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? (count == 0 ? fallback : count)
        : throw Bad(name, text);

    private static string Protocol(ILookup<string, string> flags) => flags["app-protocol"].LastOrDefault()?.ToLowerInvariant() switch
    {
        null or "" or SidecarApp.Http => SidecarApp.Http,
        SidecarApp.Grpc => SidecarApp.Grpc,
        "https" or "grpcs" or "h2c" => throw new SidecarStartException("the embedded sidecar reaches apps by http or grpc without TLS; use --app-protocol http or grpc, or run with real daprd"),
        var other => throw Bad("app-protocol", other),
    };

    private static bool IsOn(ILookup<string, string> flags, string name) => flags[name].LastOrDefault() is { } text && Resources.Yaml.Truthy(text);

    /// <summary>Beside one app, as with daprd, unless it is turned off; for many apps when it is asked for.</summary>
    private static bool IsCounting(ILookup<string, string> flags) =>
        flags.Contains("enable-metrics") ? IsOn(flags, "enable-metrics") : flags.Contains("app-id") || flags.Contains("metrics-port");

    private static IPAddress Address(ILookup<string, string> flags, string name) => flags[name].LastOrDefault() is not { Length: > 0 } text ? IPAddress.Loopback
        : IPAddress.TryParse(text, out var address) ? address
        : throw Bad(name, text);

    private static string Level(string text) => text is "debug" or "info" or "warn" or "error" or "fatal" ? text : throw Bad("log-level", text);

    private static int Port(ILookup<string, string> flags, string name, int fallback) =>
        flags[name].LastOrDefault() is not { } text ? fallback
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= ushort.MaxValue ? port
        : throw Bad(name, text);

    private static SidecarStartException Bad(string name, string value) => new($"--{name} {value} is not a value it can take");

    private static string? NotEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
