namespace Yilai.Sidecar;

/// <summary>What a sidecar process is told at its start.</summary>
public sealed record SidecarOptions
{
    /// <summary>The apps this process stands beside, each with ports of its own.</summary>
    public required IReadOnlyList<SidecarApp> Apps { get; init; }

    /// <summary>Directories with component, subscription, resiliency and configuration YAML.</summary>
    public IReadOnlyList<string> ResourcesPaths { get; init; } = [];

    /// <summary>Files with a Configuration each.</summary>
    public IReadOnlyList<string> ConfigPaths { get; init; } = [];

    /// <summary>The directory that relative paths in component YAML start from.</summary>
    public string DataPath { get; init; } = Environment.CurrentDirectory;

    /// <summary>The token callers of the Dapr API must carry; none means no check.</summary>
    public string? DaprApiToken { get; init; }

    /// <summary>The token the sidecar shows to the apps it calls.</summary>
    public string? AppApiToken { get; init; }

    /// <summary>The largest request body in bytes.</summary>
    public long MaxBodySize { get; init; } = 4 * 1024 * 1024;

    /// <summary>The folder in which sidecar processes find each other's apps; none for a process that knows all of them.</summary>
    public string? NeighboursPath { get; init; }

    /// <summary>How an app's health is asked for; nothing to go by its port alone.</summary>
    public AppHealthOptions? AppHealth { get; init; }

    /// <summary>The least level that is logged: debug, info, warn, error or fatal.</summary>
    public string LogLevel { get; init; } = "info";

    /// <summary>Logs as JSON, one object a line.</summary>
    public bool LogAsJson { get; init; }

    /// <summary>The port that Prometheus reads; 0 lets the system choose, none means that nothing is counted.</summary>
    public int? MetricsPort { get; init; }

    /// <summary>The address of that port.</summary>
    public System.Net.IPAddress MetricsAddress { get; init; } = System.Net.IPAddress.Loopback;

    /// <summary>Where traces and the runtime's own figures go (OTLP); none means nowhere.</summary>
    public string? OtlpEndpoint { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}

/// <summary>How the sidecar asks an app whether it is well.</summary>
/// <param name="Path">What it GETs; any 2xx is well.</param>
/// <param name="Interval">How often.</param>
/// <param name="Timeout">How long an answer may take.</param>
/// <param name="Threshold">How many failures in all until the app counts as unwell; one success makes it well again.</param>
public sealed record AppHealthOptions(string Path, TimeSpan Interval, TimeSpan Timeout, int Threshold);

/// <summary>One app and the ports of its sidecar. Port 0 of the sidecar lets the system choose; app port 0 means the app does not listen.</summary>
/// <param name="AppId">The name other apps call it by.</param>
/// <param name="AppPort">Where the app listens on the loopback address.</param>
/// <param name="HttpPort">Where its Dapr HTTP API listens.</param>
/// <param name="GrpcPort">Where its Dapr gRPC API listens.</param>
/// <param name="Protocol">What the app speaks: http or grpc.</param>
public sealed record SidecarApp(string AppId, int AppPort, int HttpPort, int GrpcPort, string Protocol = SidecarApp.Http)
{
    /// <summary>HTTP/1.1 without TLS.</summary>
    public const string Http = "http";

    /// <summary>gRPC (the AppCallback services) without TLS.</summary>
    public const string Grpc = "grpc";
}
