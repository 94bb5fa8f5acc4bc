using System.Net;

namespace Yilai.Sidecar.Tests;

/// <summary>What every state store must do, by raw HTTP.</summary>
public abstract partial class StateContract
{
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
    public async Task Http_WrongETag_IsRefused()
    {
        using var first = await PostAsync("/v1.0/state/statestore", """[{"key":"k","value":1}]""");
        using var save = await PostAsync("/v1.0/state/statestore", """[{"key":"k","value":2,"etag":"no-uuid"}]""");
        using var request = new HttpRequestMessage(HttpMethod.Delete, "/v1.0/state/statestore/k");
        request.Headers.TryAddWithoutValidation("If-Match", "no-uuid");
        using var delete = await http.SendAsync(request, Cancellation);

        Assert.Equal(ForeignETag, save.StatusCode);
        var reason = ForeignETag is HttpStatusCode.Conflict ? "possible etag mismatch. error from state store" : "invalid etag value";
        Assert.StartsWith($"failed saving state in state store statestore: {reason}", (await ErrorAsync(save)).GetProperty("message").GetString(), StringComparison.Ordinal);
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
}
