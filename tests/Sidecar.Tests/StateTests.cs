using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Dapr.Client;
using Yilai.Sidecar.Tests.Support;
using Yilai.TestSupport;
using static Yilai.Sidecar.Tests.Support.ComponentYaml;

namespace Yilai.Sidecar.Tests;

public sealed class InMemoryStateTests : StateContract
{
    protected override Task<string> ComponentAsync() => Task.FromResult(Component("statestore", "state.in-memory", "v1", ("keyPrefix", "appid")));

    protected override HttpStatusCode FirstWriteConflict => HttpStatusCode.Conflict;
}

public sealed class PostgresStateTests : StateContract
{
    protected override async Task<string> ComponentAsync() =>
        Component("statestore", "state.postgresql", "v2", ("connectionString", await TestPostgres.CreateDatabaseAsync(Cancellation)));

    // PostgreSQL's component says "no item was updated", which daprd does not know for an ETag's failure.
    protected override HttpStatusCode FirstWriteConflict => HttpStatusCode.InternalServerError;
}

/// <summary>What every state store must do, through the official SDK and raw HTTP.</summary>
public abstract class StateContract : IAsyncLifetime
{
    private TestSidecar sidecar = null!;
    private DaprClient dapr = null!;
    private HttpClient http = null!;

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected abstract Task<string> ComponentAsync();

    protected abstract HttpStatusCode FirstWriteConflict { get; }

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
            Assert.True(DateTimeOffset.TryParse(response.Headers.GetValues("metadata.ttlExpireTime").Single(), out _));

        await WaitFor.ConditionAsync(async () => await dapr.GetStateAsync<int?>("statestore", "k", cancellationToken: Cancellation) is null);

        using var again = await PostAsync("/v1.0/state/statestore", """[{"key":"k","value":2,"options":{"concurrency":"first-write"}}]""");
        Assert.Equal(HttpStatusCode.NoContent, again.StatusCode);
    }

    [Fact]
    public async Task Save_WithoutTimeToLive_EndsAnEarlierOne()
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

    [Fact]
    public async Task Http_SaveGetDelete_AnswersLikeDaprd()
    {
        using var saved = await PostAsync("/v1.0/state/statestore", """[{"key":"a b","value":{"x" : [1, "二"]}}]""");
        using var got = await http.GetAsync("/v1.0/state/statestore/a%20b", Cancellation);
        using var missing = await http.GetAsync("/v1.0/state/statestore/nope", Cancellation);
        using var deleted = await http.DeleteAsync("/v1.0/state/statestore/a+b", Cancellation);
        using var gone = await http.GetAsync("/v1.0/state/statestore/a%20b", Cancellation);

        Assert.Equal(HttpStatusCode.NoContent, saved.StatusCode);
        Assert.Equal(HttpStatusCode.OK, got.StatusCode);
        Assert.Equal("""{"x":[1,"二"]}""", await got.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal("application/json", got.Content.Headers.ContentType!.ToString());
        Assert.True(got.Headers.NonValidated.Contains("ETag"));
        Assert.Equal(HttpStatusCode.NoContent, missing.StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, gone.StatusCode);
    }

    [Fact]
    public async Task Http_WrongETag_Is409()
    {
        using var first = await PostAsync("/v1.0/state/statestore", """[{"key":"k","value":1}]""");
        using var save = await PostAsync("/v1.0/state/statestore", """[{"key":"k","value":2,"etag":"no-uuid"}]""");
        using var request = new HttpRequestMessage(HttpMethod.Delete, "/v1.0/state/statestore/k");
        request.Headers.TryAddWithoutValidation("If-Match", "no-uuid");
        using var delete = await http.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.Conflict, save.StatusCode);
        Assert.StartsWith("failed saving state in state store statestore: possible etag mismatch. error from state store", (await ErrorAsync(save)).GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, delete.StatusCode);
        Assert.Equal("ERR_STATE_DELETE", await CodeAsync(delete));
    }

    [Fact]
    public async Task Http_BulkGet_ListsFoundFirst()
    {
        using var saved = await PostAsync("/v1.0/state/statestore", """[{"key":"b","value":"x"}]""");
        using var response = await PostAsync("/v1.0/state/statestore/bulk", """{"keys":["a","b"]}""");
        using var none = await PostAsync("/v1.0/state/statestore/bulk", """{"keys":[]}""");

        var items = await ErrorAsync(response);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("b", items[0].GetProperty("key").GetString());
        Assert.Equal("x", items[0].GetProperty("data").GetString());
        Assert.Equal("""{"key":"a"}""", items[1].GetRawText());
        Assert.Equal("[]", await none.Content.ReadAsStringAsync(Cancellation));
    }

    [Theory]
    [InlineData("/v1.0/state/nope", "[]", 400, "ERR_STATE_STORE_NOT_FOUND")]
    [InlineData("/v1.0/state/statestore", "{", 400, "ERR_MALFORMED_REQUEST")]
    [InlineData("/v1.0/state/statestore", "null", 400, "ERR_MALFORMED_REQUEST")]
    [InlineData("/v1.0/state/statestore", """{"key":"k"}""", 400, "ERR_MALFORMED_REQUEST")]
    [InlineData("/v1.0/state/statestore", """[{"value":1}]""", 400, "ERR_MALFORMED_REQUEST")]
    [InlineData("/v1.0/state/statestore", """[null]""", 400, "ERR_MALFORMED_REQUEST")]
    [InlineData("/v1.0/state/statestore", """[{"key":"a||b","value":1}]""", 400, "ERR_MALFORMED_REQUEST")]
    [InlineData("/v1.0/state/statestore", """[{"key":"a","value":1,"metadata":{"ttlInSeconds":"soon"}}]""", 500, "ERR_STATE_SAVE")]
    [InlineData("/v1.0/state/statestore", """[{"key":"a","value":1,"options":{"concurrency":"never"}}]""", 500, "ERR_STATE_SAVE")]
    [InlineData("/v1.0/state/statestore/transaction", """{"operations":[{"operation":"read","request":{"key":"a"}}]}""", 400, "ERR_NOT_SUPPORTED_STATE_OPERATION")]
    [InlineData("/v1.0/state/statestore/transaction", """{"operations":[{"operation":"delete","request":{"key":"a","etag":"x"}}]}""", 500, "ERR_STATE_TRANSACTION")]
    [InlineData("/v1.0/state/statestore/transaction", """{"operations":[{"operation":"upsert"}]}""", 400, "ERR_MALFORMED_REQUEST")]
    [InlineData("/v1.0/state/statestore/transaction", """{"operations":[null]}""", 400, "ERR_MALFORMED_REQUEST")]
    [InlineData("/v1.0-alpha1/state/statestore/query", "{}", 500, "ERR_STATE_STORE_NOT_SUPPORTED")]
    public async Task Http_BadRequest_AnswersLikeDaprd(string path, string body, int status, string code)
    {
        using var response = await PostAsync(path, body);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(code, await CodeAsync(response));
    }

    [Fact]
    public async Task Http_EmptySaveAndTransaction_Are204()
    {
        using var save = await PostAsync("/v1.0/state/statestore", "[]");
        using var transaction = await PostAsync("/v1.0/state/statestore/transaction", """{"operations":[]}""");

        Assert.Equal(HttpStatusCode.NoContent, save.StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, transaction.StatusCode);
    }

    private Task<HttpResponseMessage> PostAsync(string path, string json) =>
        http.PostAsync(path, new StringContent(json, Encoding.UTF8, "application/json"), Cancellation);

    private static async Task<JsonElement> ErrorAsync(HttpResponseMessage response) => await response.Content.ReadFromJsonAsync<JsonElement>(Cancellation);

    private static async Task<string?> CodeAsync(HttpResponseMessage response) => (await ErrorAsync(response)).GetProperty("errorCode").GetString();
}
