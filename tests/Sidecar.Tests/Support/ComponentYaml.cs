namespace Yilai.Sidecar.Tests.Support;

/// <summary>Component YAML for tests.</summary>
public static class ComponentYaml
{
    public static string Component(string name, string type, string version = "v1", params (string Name, string Value)[] metadata) => $"""
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata:
          name: {name}
        spec:
          type: {type}
          version: {version}
          metadata: [{string.Join(", ", metadata.Select(m => $"{{name: {m.Name}, value: '{m.Value}'}}"))}]
        """;

    public static string Documents(params string[] documents) => string.Join("\n---\n", documents);

    public static string InMemoryState { get; } = Component("statestore", "state.in-memory");

    /// <summary>A Resiliency under which the deliveries of "pubsub" are repeated so often, quickly.</summary>
    public static string Retry(int maxRetries) => $$"""
        apiVersion: dapr.io/v1alpha1
        kind: Resiliency
        metadata:
          name: resiliency
        spec:
          policies:
            retries:
              delivery:
                policy: constant
                duration: 20ms
                maxRetries: {{maxRetries}}
          targets:
            components:
              pubsub:
                inbound:
                  retry: delivery
        """;
}
