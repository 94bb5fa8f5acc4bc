using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Dapr.Client;
using Yilai.Sidecar.Tests.Support;

namespace Yilai.Sidecar.Tests;

/// <summary>What every state store must do, through the official SDK.</summary>
public abstract partial class StateContract : IAsyncLifetime
{
    private TestSidecar sidecar = null!;
    private DaprClient dapr = null!;
    private HttpClient http = null!;

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected abstract Task<string> ComponentAsync();

    protected abstract HttpStatusCode FirstWriteConflict { get; }

    /// <summary>What the store says of an ETag that none of its own could be.</summary>
    protected virtual HttpStatusCode ForeignETag => HttpStatusCode.Conflict;

    /// <summary>Redis keeps when a value ends to itself, and keeps to it until told otherwise.</summary>
    protected virtual bool KeepsTimeToLive => false;

    private sealed record Ticket(string Name, int Number);

    public async ValueTask InitializeAsync()
    {
        sidecar = await TestSidecar.StartAsync(await ComponentAsync(), ("one", 0), ("two", 0));
        dapr = sidecar.Dapr("one");
        http = sidecar.Http("one");
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        dapr.Dispose();
        await sidecar.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task SaveAndGet_BySdk_GivesBackTheValue()
    {
        await dapr.SaveStateAsync("statestore", "k", new Ticket("张三", 7), cancellationToken: Cancellation);

        Assert.Equal(new Ticket("张三", 7), await dapr.GetStateAsync<Ticket>("statestore", "k", cancellationToken: Cancellation));
        Assert.Null(await dapr.GetStateAsync<Ticket>("statestore", "missing", cancellationToken: Cancellation));
    }

    [Fact]
    public async Task Keys_AreTheAppsOwn()
    {
        using var other = sidecar.Dapr("two");
        await dapr.SaveStateAsync("statestore", "k", 1, cancellationToken: Cancellation);

        Assert.Equal(0, await other.GetStateAsync<int>("statestore", "k", cancellationToken: Cancellation));
    }

    [Fact]
    public async Task TrySave_WithOldETag_IsRefusedAndChangesNothing()
    {
        await dapr.SaveStateAsync("statestore", "k", 1, cancellationToken: Cancellation);
        var (_, etag) = await dapr.GetStateAndETagAsync<int>("statestore", "k", cancellationToken: Cancellation);

        Assert.True(await dapr.TrySaveStateAsync("statestore", "k", 2, etag, cancellationToken: Cancellation));
        Assert.False(await dapr.TrySaveStateAsync("statestore", "k", 3, etag, cancellationToken: Cancellation));
        Assert.False(await dapr.TryDeleteStateAsync("statestore", "k", etag, cancellationToken: Cancellation));
        Assert.Equal(2, await dapr.GetStateAsync<int>("statestore", "k", cancellationToken: Cancellation));
    }

    [Fact]
    public async Task TryDelete_WithCurrentETag_Deletes()
    {
        await dapr.SaveStateAsync("statestore", "k", 1, cancellationToken: Cancellation);
        var (_, etag) = await dapr.GetStateAndETagAsync<int>("statestore", "k", cancellationToken: Cancellation);

        Assert.True(await dapr.TryDeleteStateAsync("statestore", "k", etag, cancellationToken: Cancellation));
        Assert.Equal(0, await dapr.GetStateAsync<int>("statestore", "k", cancellationToken: Cancellation));
    }

    [Fact]
    public async Task TrySave_ByManyAtOnce_LetsExactlyOneWin()
    {
        await dapr.SaveStateAsync("statestore", "k", 0, cancellationToken: Cancellation);
        var (_, etag) = await dapr.GetStateAndETagAsync<int>("statestore", "k", cancellationToken: Cancellation);

        var won = await Task.WhenAll(Enumerable.Range(1, 16).Select(n => dapr.TrySaveStateAsync("statestore", "k", n, etag, cancellationToken: Cancellation)));

        Assert.Single(won, w => w);
    }

    [Fact]
    public async Task Save_FirstWriteOfAnExistingKey_IsRefused()
    {
        var item = """[{"key":"k","value":1,"options":{"concurrency":"first-write"}}]""";
        using var first = await PostAsync("/v1.0/state/statestore", item);
        using var second = await PostAsync("/v1.0/state/statestore", item);

        Assert.Equal(HttpStatusCode.NoContent, first.StatusCode);
        Assert.Equal(FirstWriteConflict, second.StatusCode);
        Assert.Equal("ERR_STATE_SAVE", await CodeAsync(second));
    }

    [Fact]
    public async Task Save_FirstWriteByManyAtOnce_LetsExactlyOneWin()
    {
        var item = """[{"key":"k","value":1,"options":{"concurrency":"first-write"}}]""";

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => PostAsync("/v1.0/state/statestore", item)));

        Assert.Single(answers, a => a.StatusCode == HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task TimeToLive_IsShown_EndsTheValue_AndAllowsAFirstWriteAgain()
    {
        var ttl = new Dictionary<string, string> { ["ttlInSeconds"] = "1" };
        await dapr.SaveStateAsync("statestore", "k", 1, metadata: ttl, cancellationToken: Cancellation);
        using (var response = await http.GetAsync("/v1.0/state/statestore/k", Cancellation))
            Assert.Equal(!KeepsTimeToLive, response.Headers.TryGetValues("metadata.ttlExpireTime", out var time) && DateTimeOffset.TryParse(time.Single(), out _));

        await WaitFor.ConditionAsync(async () => await dapr.GetStateAsync<int?>("statestore", "k", cancellationToken: Cancellation) is null);

        using var again = await PostAsync("/v1.0/state/statestore", """[{"key":"k","value":2,"options":{"concurrency":"first-write"}}]""");
        Assert.Equal(HttpStatusCode.NoContent, again.StatusCode);
    }

    [Fact]
    public async Task Save_WithoutTimeToLive_EndsAnEarlierOneOrKeepsIt_AsTheStoreOfDaprDoes()
    {
        await dapr.SaveStateAsync("statestore", "short", 1, metadata: new Dictionary<string, string> { ["ttlInSeconds"] = "1" }, cancellationToken: Cancellation);
        await dapr.SaveStateAsync("statestore", "short", 2, cancellationToken: Cancellation);
        await dapr.SaveStateAsync("statestore", "long", 1, metadata: new Dictionary<string, string> { ["ttlInSeconds"] = "1" }, cancellationToken: Cancellation);
        await dapr.SaveStateAsync("statestore", "long", 2, metadata: new Dictionary<string, string> { ["ttlInSeconds"] = "-1" }, cancellationToken: Cancellation);
        await dapr.SaveStateAsync("statestore", "clock", 1, metadata: new Dictionary<string, string> { ["ttlInSeconds"] = "2" }, cancellationToken: Cancellation);

        await WaitFor.ConditionAsync(async () => await dapr.GetStateAsync<int?>("statestore", "clock", cancellationToken: Cancellation) is null);

        Assert.Equal(KeepsTimeToLive ? null : 2, await dapr.GetStateAsync<int?>("statestore", "short", cancellationToken: Cancellation));
        Assert.Equal(2, await dapr.GetStateAsync<int?>("statestore", "long", cancellationToken: Cancellation));
    }

    [Fact]
    public async Task Save_WithoutTimeToLive_ShowsNone()
    {
        await dapr.SaveStateAsync("statestore", "k", 1, metadata: new Dictionary<string, string> { ["ttlInSeconds"] = "60" }, cancellationToken: Cancellation);
        await dapr.SaveStateAsync("statestore", "k", 2, cancellationToken: Cancellation);

        using var response = await http.GetAsync("/v1.0/state/statestore/k", Cancellation);
        Assert.False(response.Headers.Contains("metadata.ttlExpireTime"));
    }

    [Fact]
    public async Task GetBulk_BySdk_GivesFoundAndMissing()
    {
        await dapr.SaveStateAsync("statestore", "a", "x", cancellationToken: Cancellation);

        var items = await dapr.GetBulkStateAsync("statestore", ["a", "b"], parallelism: 2, cancellationToken: Cancellation);

        Assert.Equal("\"x\"", items.Single(i => i.Key == "a").Value);
        Assert.Equal("", items.Single(i => i.Key == "b").Value);
    }

    [Fact]
    public async Task SaveBulkAndDeleteBulk_BySdk_TouchEveryItem()
    {
        await dapr.SaveBulkStateAsync<string>("statestore", [new SaveStateItem<string>("a", "1", ""), new SaveStateItem<string>("b", "2", "")], Cancellation);
        Assert.Equal("2", await dapr.GetStateAsync<string>("statestore", "b", cancellationToken: Cancellation));

        await dapr.DeleteBulkStateAsync("statestore", [new BulkDeleteStateItem("a", ""), new BulkDeleteStateItem("b", "")], Cancellation);
        Assert.Null(await dapr.GetStateAsync<string>("statestore", "b", cancellationToken: Cancellation));
    }

    [Fact]
    public async Task Transaction_BySdk_DoesAllOrNothing()
    {
        await dapr.SaveStateAsync("statestore", "a", 1, cancellationToken: Cancellation);
        await dapr.SaveStateAsync("statestore", "b", 1, cancellationToken: Cancellation);

        await dapr.ExecuteStateTransactionAsync(
            "statestore",
            [
                new StateTransactionRequest("a", JsonSerializer.SerializeToUtf8Bytes(2), StateOperationType.Upsert),
                new StateTransactionRequest("b", null, StateOperationType.Delete),
            ],
            cancellationToken: Cancellation);
        await Assert.ThrowsAsync<Dapr.DaprException>(() => dapr.ExecuteStateTransactionAsync(
            "statestore",
            [
                new StateTransactionRequest("a", JsonSerializer.SerializeToUtf8Bytes(3), StateOperationType.Upsert),
                new StateTransactionRequest("c", JsonSerializer.SerializeToUtf8Bytes(3), StateOperationType.Upsert, Guid.Empty.ToString()),
            ],
            cancellationToken: Cancellation));

        Assert.Equal(2, await dapr.GetStateAsync<int>("statestore", "a", cancellationToken: Cancellation));
        Assert.Equal(0, await dapr.GetStateAsync<int>("statestore", "b", cancellationToken: Cancellation));
        Assert.Equal(0, await dapr.GetStateAsync<int>("statestore", "c", cancellationToken: Cancellation));
    }

    private Task<HttpResponseMessage> PostAsync(string path, string json) =>
        http.PostAsync(path, new StringContent(json, Encoding.UTF8, "application/json"), Cancellation);

    private static async Task<JsonElement> ErrorAsync(HttpResponseMessage response) => await response.Content.ReadFromJsonAsync<JsonElement>(Cancellation);

    private static async Task<string?> CodeAsync(HttpResponseMessage response) => (await ErrorAsync(response)).GetProperty("errorCode").GetString();
}
