using System.Text.RegularExpressions;
using Yilai.Sidecar.Tests.Support;
using static Yilai.Sidecar.Tests.Support.ComponentYaml;

namespace Yilai.Sidecar.Tests;

/// <summary>What stops the start, and how it is said.</summary>
public sealed partial class ResourceTests
{
    [GeneratedRegex(@"/[^ ']*/all\.yaml")]
    private static partial Regex Folder();

    public static TheoryData<string, string> Wrong() => new()
    {
        { "kind: Component\n  name: [", "{file} line 2 is not YAML" },
        { Component("sms", "bindings.twilio.sms"), "bindings.twilio.sms (component 'sms' in {file} line 6) is not part of the embedded sidecar; run with real daprd, or choose one of: bindings.aws.s3, bindings.cron, bindings.http, bindings.localstorage, bindings.smtp" },
        { Component("s", "state.postgresql", "v1"), "state.postgresql/v1 (component 's' in {file} line 6) is not part of the embedded sidecar; run with real daprd, or choose one of: state.in-memory, state.postgresql (version v2)" },
        { Documents(InMemoryState, Component("statestore", "pubsub.in-memory")), "two components are named 'statestore': state.in-memory in {file} line 6 and pubsub.in-memory in {file} line 15; rename or remove one" },
        { "kind: Component\nmetadata: {name: x}\nspec: {version: v1}", "{file} line 3, component 'x': spec.type is missing" },
        { "kind: Component\nspec: {type: state.in-memory}", "{file} line 1, a Component: metadata.name is missing" },
        { Component("c", "bindings.cron", "v1", ("schedule", "soon")), "bindings.cron/v1 (component 'c' in {file} line 8): its schedule 'soon' cannot be understood" },
        { Component("c", "bindings.cron"), "its metadata 'schedule' is missing" },
        { Component("s", "secretstores.local.file", "v1", ("secretsFile", "nope.json")), "cannot be read" },
        { "kind: Component\nmetadata: {name: x}\nspec:\n  type: bindings.cron\n  metadata: [{name: schedule, secretKeyRef: {name: a}}]", "names no store; add auth.secretStore" },
        { "kind: Component\nmetadata: {name: x}\nspec:\n  type: bindings.cron\n  metadata: [{name: schedule, secretKeyRef: {name: a}}]\nauth: {secretStore: vault}", "there is no secret store 'vault'" },
        { "kind: Component\nmetadata: {name: x}\nspec:\n  type: bindings.cron\n  metadata: [{name: schedule, envRef: DAPR_API_TOKEN}]", "may not be used in a component" },
        { "kind: Subscription\nmetadata: {name: x}\nspec: {topic: t, pubsubname: p}", "{file} line 3, subscription 'x': spec.routes.default is missing, so there is no route" },
        { "kind: Subscription\nmetadata: {name: x}\nspec: {topic: t, pubsubname: p, routes: {rules: [{match: 'event.type ==', path: /a}]}}", "the route condition 'event.type ==' cannot be understood at its end" },
        { "kind: HTTPEndpoint\nmetadata: {name: x}", "{file} line 1: kind HTTPEndpoint is not part of the embedded sidecar" },
        { "kind: Component\nmetadata: {name: a}\nspec: {type: state.in-memory}\n---\n# the second\nkind: Component\nmetadata: {name: b}\nspec:\n  type: bindings.cron\n  metadata:\n  - name: schedule\n    value: soon", "bindings.cron/v1 (component 'b' in {file} line 11): its schedule 'soon'" },
        { "kind: Component\nmetadata: {name: x}\nspec:\n  type: state.in-memory\n  metadata:\n    host: a", "{file} line 6: spec.metadata is not a list" },
        { "kind: Component\nmetadata: {name: x}\nspec:\n  type: [state.in-memory]", "{file} line 4: spec.type is not a text" },
        { "kind: Component\nmetadata: {name: x}\nspec: state.in-memory", "{file} line 3: spec is not a map" },
        { "kind: Component\nmetadata: x", "{file} line 2: metadata is not a map" },
        { "kind: Component\nmetadata: {name: x}\nspec:\n  type: state.in-memory\n  initTimeout: soon", "{file} line 5: spec.initTimeout is 'soon', which is not a duration" },
        { "kind: Component\nmetadata: {name: x}\nspec:\n  type: state.in-memory\n  ignoreErrors: perhaps", "{file} line 5: spec.ignoreErrors is 'perhaps', which is neither true nor false" },
        { "kind: Component\nmetadata: {name: x}\nspec:\n  type: state.in-memory\n  metadata:\n  - value: v", "{file} line 6, component 'x': spec.metadata[0].name is missing" },
        { "kind: Component\nmetadata: {name: x}\nspec:\n  type: state.in-memory\n  metadata:\n  - name: a\n  - name: A", "{file} line 7, component 'x': spec.metadata[1].name 'A' is there twice" },
        { "kind: Component\nmetadata: {name: x}\nspec:\n  type: state.in-memory\n  metadata:\n  - name: a\n    value: &v [*v]", "line 7" },
        { "kind: Component\nmetadata: {name: x}\nspec: {type: state.in-memory}\nscopes: app", "{file} line 4: scopes is not a list" },
        { "kind: Component\nkind: Component", "{file} line 2 is not YAML" },
        { "kind: Component\n\tname: x", "{file} line 2 is not YAML" },
        { "kind: Component\nname: *gone", "{file} line 2 is not YAML" },
        { "kind: Subscription\nmetadata: {name: x}\nspec: {topic: t, route: /a}", "{file} line 3, subscription 'x': spec.pubsubname is missing" },
        { "kind: Subscription\nmetadata: {name: x}\nspec:\n  topic: t\n  pubsubname: p\n  route: /a\n  bulkSubscribe:\n    enabled: true\n    maxMessagesCount: many", "{file} line 9: spec.bulkSubscribe.maxMessagesCount is 'many', which is not a whole number" },
        { "kind: Subscription\nmetadata: {name: x}\nspec:\n  topic: t\n  pubsubname: p\n  routes:\n    rules:\n    - match: event.type ==\n      path: /a", "{file} line 8, subscription 'x': spec.routes.rules[0].match is wrong" },
        { "kind: Configuration\nspec:\n  secrets:\n    scopes:\n    - storeName: s\n      defaultAccess: denied", "{file} line 6: spec.secrets.scopes[0].defaultAccess is 'denied', which is neither allow nor deny" },
        { "kind: Configuration\nspec: {metrics: {latencyDistributionBuckets: [5, 1]}}", "{file} line 2: spec.metrics.latencyDistributionBuckets do not rise" },
        { "kind: Configuration\nspec:\n  workflow:\n    stateRetentionPolicy:\n      failed: some days", "{file} line 5: spec.workflow.stateRetentionPolicy.failed is 'some days', which is not a duration" },
        { "kind: Configuration\nspec: {workflow: {stateRetentionPolicy: {completed: -1h}}}", "{file} line 2: spec.workflow.stateRetentionPolicy.completed is less than nothing" },
        { "kind: Configuration\nspec: {metrics: on}", "{file} line 2: spec.metrics is not a map" },
        { "kind: Configuration\nspec: [a]", "{file} line 2: spec is not a map" },
        { "kind: Configuration\nspec:\n  features: on", "{file} line 3: spec.features is not a list" },
        { "kind: Resiliency\nspec:\n  policies:\n    retries:\n      r:\n        maxRetries: lots", "{file} line 6: spec.policies.retries.r.maxRetries is 'lots'" },
        { "kind: Resiliency\nspec:\n  policies:\n    timeouts:\n      t: soon", "{file} line 5: spec.policies.timeouts.t is 'soon', which is not a duration" },
        { "kind: Resiliency\nspec:\n  policies:\n    circuitBreakers:\n      c:\n        trip: requests >", "{file} line 6: spec.policies.circuitBreakers.c.trip" },
        { "kind: Resiliency\nspec:\n  policies:\n    retries:\n      r:\n        matching:\n          httpStatusCodes: some", "{file} line 7: spec.policies.retries.r.matching.httpStatusCodes 'some' is not a list of status codes" },
        { "kind: Resiliency\nspec:\n  targets:\n    apps:\n      a: retry", "{file} line 5: spec.targets.apps.a is not a map" },
        { "kind: Resiliency\nspec: {policies: {retries: {r: {policy: linear}}}}", "'linear' is neither constant nor exponential" },
        { "kind: Resiliency\nspec: {targets: {components: {pubsub: {inbound: {retry: gone}}}}}", "names a policy for component 'pubsub' that spec.policies does not have" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task Start_WithWrongYaml_SaysWhatIsWrongAndWhere(string yaml, string expected)
    {
        var error = await Assert.ThrowsAsync<SidecarStartException>(() => TestSidecar.StartAsync(yaml, ("app", 0)));

        Assert.Contains(expected, Folder().Replace(error.Message, "{file}"), StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public async Task Start_ComponentWithIgnoreErrors_IsLeftOut()
    {
        await using var sidecar = await TestSidecar.StartAsync(
            "kind: Component\nmetadata: {name: x}\nspec: {type: bindings.cron, ignoreErrors: true}", ("app", 0));

        using var dapr = sidecar.Dapr("app");
        Assert.Empty((await dapr.GetMetadataAsync(TestContext.Current.CancellationToken)).Components);
    }

    [Fact]
    public async Task Start_OtherKindsAndScopesOfOthers_AreNoMatter()
    {
        await using var sidecar = await TestSidecar.StartAsync(
            Documents(
                "kind: Configuration\nmetadata: {name: c}\nspec: {tracing: {samplingRate: \"1\"}}",
                "kind: Deployment\nspec: {}",
                Component("far", "state.unheard-of") + "\nscopes: [elsewhere]",
                Component("mine", "state.in-memory") + "\nscopes: [one]"),
            ("one", 0),
            ("two", 0));
        using var one = sidecar.Dapr("one");
        using var two = sidecar.Dapr("two");

        Assert.Equal("mine", Assert.Single((await one.GetMetadataAsync(TestContext.Current.CancellationToken)).Components).Name);
        Assert.Empty((await two.GetMetadataAsync(TestContext.Current.CancellationToken)).Components);
    }

    [Fact]
    public async Task Start_SecretKeyRef_IsResolved()
    {
        var secrets = Path.GetTempFileName();
        await File.WriteAllTextAsync(secrets, """{"cron":"@daily"}""", TestContext.Current.CancellationToken);
        await using var sidecar = await TestSidecar.StartAsync(
            Documents(
                "kind: Component\nmetadata: {name: x}\nspec:\n  type: bindings.cron\n  metadata: [{name: schedule, secretKeyRef: {name: cron}}]\nauth: {secretStore: vault}",
                Component("vault", "secretstores.local.file", "v1", ("secretsFile", secrets))),
            ("app", 0));

        using var dapr = sidecar.Dapr("app");
        Assert.Equal(2, (await dapr.GetMetadataAsync(TestContext.Current.CancellationToken)).Components.Count);
    }
}
