using Prometheus;

namespace Yilai.Sidecar.Telemetry;

/// <summary>The counts of one app's sidecar, under daprd's names.</summary>
/// <param name="of">Metrics with the app's id.</param>
/// <param name="named">Those that tell the namespace too.</param>
internal sealed class AppMetrics(MetricFamilies of, MetricFamilies named)
{
    /// <summary>When something begins that is going to be timed.</summary>
    public long Now => of.Clock.GetTimestamp();

    public HttpMetrics Http { get; } = new(of);
    public RpcMetrics Rpc { get; } = new(of);
    public CallMetrics Calls { get; } = new(of);
    public PolicyMetrics Policies { get; } = new(of);

    public Counter Loaded { get; } = of.Count("runtime_component_loaded", "Components that are loaded");
    public Counter Initialized { get; } = of.Count("runtime_component_init_total", "Components that got ready", "component");
    public Counter NotInitialized { get; } = of.Count("runtime_component_init_fail_total", "Components that did not get ready", "component", "reason", "componentName");

    public Timed State { get; } = named.Component("state", "Operations of state stores", "component", "operation", "success");
    public Timed Secrets { get; } = named.Component("secret", "Operations of secret stores", "component", "operation", "success");
    public Timed OutputBindings { get; } = named.Component("output_binding", "Operations of output bindings", "component", "operation", "success");
    public Timed InputBindings { get; } = named.Component("input_binding", "Events of input bindings", "component", "success");
    public Timed Published { get; } = named.Component("pubsub_egress", "Events published one by one", "component", "topic", "success");
    public Timed BulkPublished { get; } = named.Component("pubsub_egress_bulk", "Bulk publishes", "component", "topic", "success");
    public Timed Delivered { get; } = named.Component("pubsub_ingress", "Events given to the app one by one", "component", "topic", "process_status", "status");
    public Timed BulkDelivered { get; } = named.Component("pubsub_ingress_bulk", "Bulk deliveries", "component", "topic", "process_status");
    public Counter BulkEvents { get; } = named.Count("component_pubsub_ingress_bulk_event_count", "Events in bulk deliveries", "component", "topic", "process_status");

    public Counter RemindersFired { get; } = of.Count("runtime_actor_reminders_fired_total", "Reminders that fired", "actor_type", "success");
    public Counter TimersFired { get; } = of.Count("runtime_actor_timers_fired_total", "Timers that fired", "actor_type", "success");
    public Gauge Timers { get; } = of.Gauge("runtime_actor_timers", "Timers there are", "actor_type");
    public Gauge PendingCalls { get; } = of.Gauge("runtime_actor_pending_actor_calls", "Calls of actors that wait for their turn", "actor_type");
    public Counter Deactivated { get; } = of.Count("runtime_actor_deactivated_total", "Actors that were deactivated", "actor_type");
    public Counter NotDeactivated { get; } = of.Count("runtime_actor_deactivated_failed_total", "Deactivations of actors that failed", "actor_type");

    public Timed WorkflowOperations { get; } = named.Workflow("operation", "Operations on workflows", "operation", "status");
    public Timed WorkflowsEnded { get; } = named.Workflow("execution", "Workflows that ended", "workflow_name", "status");
    public Histogram WorkflowsBegun { get; } = named.Latency("runtime_workflow_scheduling_latency", "How long until workflows begin", "workflow_name");
    public Timed ActivitiesGiven { get; } = named.Workflow("activity_operation", "Activities handed out", "activity_name", "status");
    public Timed ActivitiesDone { get; } = named.Workflow("activity_execution", "Activities that ended", "activity_name", "status");
}
