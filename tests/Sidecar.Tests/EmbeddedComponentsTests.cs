using Dapr.Client;
using Npgsql;
using Yilai.Hosting;
using Yilai.Sidecar.Tests.Support;
using Yilai.TestSupport;

namespace Yilai.Sidecar.Tests;

/// <summary>The component set that the platform starts with.</summary>
public sealed class EmbeddedComponentsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ComponentsEmbedded_Load_AndGiveEachAppItsOwn()
    {
        var database = new NpgsqlConnectionStringBuilder(await TestPostgres.CreateDatabaseAsync(Cancellation));
        var data = Directory.CreateTempSubdirectory("yilai-embedded-").FullName;
        Directory.CreateDirectory(Path.Combine(data, "secrets"));
        await File.WriteAllTextAsync(
            Path.Combine(data, "secrets/secrets.json"),
            $$"""{"postgres-url":"postgres://{{database.Username}}:{{database.Password}}@127.0.0.1:{{database.Port}}/{{database.Database}}","alipay-gateway":"http://127.0.0.1:1/gateway.do"}""",
            Cancellation);
        await File.WriteAllTextAsync(Path.Combine(data, "secrets/hospitals.json"), """{"1001":{"keyId":"k","key":"a2V5"}}""", Cancellation);

        await using var sidecar = await TestSidecar.StartAsync(
            "", o => o with { ResourcesPaths = [RepositoryRoot.File("components", "embedded")], DataPath = data },
            ("orders", 0), ("hospitals", 0), ("notifications", 0), ("identity", 0));

        using var orders = sidecar.Dapr("orders");
        using var hospitals = sidecar.Dapr("hospitals");
        using var notifications = sidecar.Dapr("notifications");
        Assert.Equal(["alipay", "every-half-hour", "every-hour", "every-minute", "pubsub", "secretstore", "statestore"], await NamesAsync(orders));
        Assert.Equal(["bundled-hospitals", "pubsub", "secretstore", "statestore"], await NamesAsync(hospitals));
        Assert.Equal(["mail", "pubsub", "secretstore", "sms", "statestore"], await NamesAsync(notifications));
        Assert.Equal("k", (await hospitals.GetBulkSecretAsync("bundled-hospitals", cancellationToken: Cancellation))["1001:keyId"]["1001:keyId"]);
        await orders.SaveStateAsync("statestore", "k", 1, cancellationToken: Cancellation);
        await orders.PublishEventAsync("pubsub", "order-placed", 1, Cancellation);
        Assert.True(File.Exists(Path.Combine(data, "journal/pubsub.journal")));
    }

    private static async Task<IEnumerable<string>> NamesAsync(DaprClient dapr) => (await dapr.GetMetadataAsync(Cancellation)).Components.Select(c => c.Name).Order();
}
