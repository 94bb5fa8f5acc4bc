using Prometheus;

namespace Yilai.Sidecar.Telemetry;

/// <summary>What a Configuration says of metrics.</summary>
/// <param name="IsOn">Whether anything is counted at all.</param>
/// <param name="WithPaths">Tells the paths of HTTP requests (increasedCardinality).</param>
/// <param name="WithVerbs">Tells their verbs.</param>
/// <param name="Latencies">The upper bounds of the latencies' buckets, in milliseconds.</param>
internal sealed record MetricSettings(bool IsOn, bool WithPaths, bool WithVerbs, double[] Latencies)
{
    public static MetricSettings Default { get; } = new(
        true, true, true, [1, 2, 3, 4, 5, 6, 8, 10, 13, 16, 20, 25, 30, 40, 50, 65, 80, 100, 130, 160, 200, 250, 300, 400, 500, 650, 800, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000]);
}

/// <summary>Makes metrics that have some labels in common.</summary>
internal sealed class MetricFamilies(IMetricFactory factory, MetricSettings settings, TimeProvider clock)
{
    private static readonly double[] Sizes = [1 << 10, 2 << 10, 4 << 10, 16 << 10, 64 << 10, 256 << 10, 1 << 20, 4 << 20, 16 << 20, 64 << 20, 256 << 20, 1 << 30, 4L << 30];

    public MetricSettings Settings => settings;

    public TimeProvider Clock => clock;

    public MetricFamilies With(string label, string value) => new(factory.WithLabels(new Dictionary<string, string> { [label] = value }), settings, clock);

    public Counter Count(string name, string help, params string[] labels) => factory.CreateCounter($"dapr_{name}", help, labels);

    public Gauge Gauge(string name, string help, params string[] labels) => factory.CreateGauge($"dapr_{name}", help, labels);

    public Histogram Latency(string name, string help, params string[] labels) => factory.CreateHistogram($"dapr_{name}", $"{help}, in milliseconds", labels, new() { Buckets = settings.Latencies });

    public Histogram Size(string name, string help, params string[] labels) => factory.CreateHistogram($"dapr_{name}", $"{help}, in bytes", labels, new() { Buckets = Sizes });

    public Timed Timed(string count, string latency, string help, params string[] labels) => new(Count(count, help, labels), Latency(latency, help, labels), clock, labels[^1] == "status");

    public Timed Component(string name, string help, params string[] labels) => Timed($"component_{name}_count", $"component_{name}_latencies", help, labels);

    public Timed Workflow(string name, string help, params string[] labels) => Timed($"runtime_workflow_{name}_count", $"runtime_workflow_{name}_latency", help, labels);
}
