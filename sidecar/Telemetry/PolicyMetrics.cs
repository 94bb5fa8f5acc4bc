using Prometheus;

namespace Yilai.Sidecar.Telemetry;

/// <summary>How often policies of a Resiliency applied, and how often they had to act: a retry, a timeout, another state of a circuit breaker.</summary>
internal sealed class PolicyMetrics(MetricFamilies families)
{
    public const string Retry = "retry", Timeout = "timeout", CircuitBreaker = "circuitbreaker";

    private static readonly string[] States = ["closed", "half-open", "open", "unknown"];
    private static readonly string[] Labels = ["name", "policy", "namespace", "flow_direction", "target", "status"];

    private readonly Counter applied = families.Count("resiliency_count", "How often a policy applied", Labels);
    private readonly Counter activated = families.Count("resiliency_activations_total", "How often a policy had to act", Labels);
    private readonly Gauge states = families.Gauge("resiliency_cb_state", "1 for the state that a circuit breaker is in", Labels);

    public Counter Loaded { get; } = families.Count("resiliency_loaded", "Resiliencies that are loaded", "name", "namespace");

    /// <summary>The policies of one Resiliency for one target. A status is the state of the circuit breaker.</summary>
    internal sealed record Target(PolicyMetrics Metrics, string Name, string Namespace, string Direction, string To)
    {
        public void Applied(string policy, string status = "") => Add(Metrics.applied, policy, status);

        public void Activated(string policy, string status = "") => Add(Metrics.activated, policy, status);

        private void Add(Counter counter, string policy, string status)
        {
            counter.WithLabels([Name, policy, Namespace, Direction, To, status]).Inc();
            foreach (var state in status.Length > 0 ? States : [])
                Metrics.states.WithLabels([Name, policy, Namespace, Direction, To, state]).Set(state == status ? 1 : 0);
        }
    }
}
