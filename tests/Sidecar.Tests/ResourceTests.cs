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
        { Component("sms", "bindings.twilio.sms"), "bindings.twilio.sms (component 'sms' in {file}) is not part of the embedded sidecar; run with real daprd, or choose one of: bindings.aws.s3, bindings.cron, bindings.http, bindings.localstorage, bindings.smtp" },
        { Component("s", "state.postgresql", "v1"), "state.postgresql/v1 (component 's' in {file}) is not part of the embedded sidecar; run with real daprd, or choose one of: state.in-memory, state.postgresql (version v2)" },
        { Documents(InMemoryState, Component("statestore", "pubsub.in-memory")), "two components are named 'statestore': state.in-memory in {file} and pubsub.in-memory in {file}; rename or remove one" },
        { "kind: Component\nmetadata: {name: x}\nspec: {version: v1}", "component 'x' in {file} has no spec.type" },
        { "kind: Component\nspec: {type: state.in-memory}", "a Component in {file} has no metadata.name" },
        { Component("c", "bindings.cron", "v1", ("schedule", "soon")), "bindings.cron/v1 (component 'c' in {file}): its schedule 'soon' cannot be understood" },
        { Component("c", "bindings.cron"), "its metadata 'schedule' is missing" },
        { Component("s", "secretstores.local.file", "v1", ("secretsFile", "nope.json")), "cannot be read" },
        { "kind: Component\nmetadata: {name: x}\nspec:\n  type: bindings.cron\n  metadata: [{name: schedule, secretKeyRef: {name: a}}]", "names no store; add auth.secretStore" },
        { "kind: Component\nmetadata: {name: x}\nspec:\n  type: bindings.cron\n  metadata: [{name: schedule, secretKeyRef: {name: a}}]\nauth: {secretStore: vault}", "there is no secret store 'vault'" },
        { "kind: Component\nmetadata: {name: x}\nspec:\n  type: bindings.cron\n  metadata: [{name: schedule, envRef: DAPR_API_TOKEN}]", "may not be used in a component" },
        { "kind: Subscription\nmetadata: {name: x}\nspec: {topic: t, pubsubname: p}", "subscription 'x' in {file} has no route" },
        { "kind: Subscription\nmetadata: {name: x}\nspec: {topic: t, pubsubname: p, routes: {rules: [{match: 'event.type ==', path: /a}]}}", "the route condition 'event.type ==' cannot be understood at its end" },
        { "kind: HTTPEndpoint\nmetadata: {name: x}", "the HTTPEndpoint 'x' in {file} is not part of the embedded sidecar" },
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
