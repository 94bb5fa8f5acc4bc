using System.Globalization;
using System.Text.Json;
using Yilai.Sidecar.Http;

namespace Yilai.Sidecar.State;

/// <summary>/v1.0/state</summary>
internal sealed class StateHttpApi : IHttpApi
{
    public IReadOnlyList<ApiRoute> Routes =>
    [
        new(ApiRoute.Write, "state/{store}", SaveAsync),
        new(ApiRoute.Write, "state/{store}/bulk", GetManyAsync),
        new(ApiRoute.Write, "state/{store}/transaction", TransactAsync),
        new(ApiRoute.Write, "state/{store}/query", QueryAsync, "v1.0-alpha1"),
        new(ApiRoute.Get, "state/{store}/{key}", GetAsync),
        new(ApiRoute.Delete, "state/{store}/{key}", DeleteAsync),
    ];

    private static async Task GetAsync(ApiCall call)
    {
        var value = await StateOperations.GetAsync(call.App, call[0], call[1], call.Cancellation);
        if (value is null)
        {
            await call.NoContent();
            return;
        }
        call.Http.Response.Headers.ETag = value.ETag;
        if (value.ExpiresAt is { } expires)
            call.Http.Response.Headers["metadata.ttlExpireTime"] = Rfc3339(expires);
        await call.WriteAsync(value.Data);
    }

    private static async Task SaveAsync(ApiCall call)
    {
        StateOperations.Require(call.App, call[0]);
        var metadata = call.Metadata();
        var items = await call.JsonAsync<StateItemJson?[]>();
        await StateOperations.SaveAsync(call.App, call[0], [.. items.Select(i => Item(i).ToRequest(metadata))], call.Cancellation);
        await call.NoContent();
    }

    private static async Task DeleteAsync(ApiCall call)
    {
        var etag = call.Http.Request.Headers.IfMatch;
        var request = new StateRequest(call[1], null, etag.Count > 0 ? etag[0] : null, call.Query("concurrency"), call.Query("consistency"), call.Metadata());
        await StateOperations.DeleteAsync(call.App, call[0], request, call.Cancellation);
        await call.NoContent();
    }

    private static async Task GetManyAsync(ApiCall call)
    {
        StateOperations.Require(call.App, call[0]);
        var request = await call.JsonAsync<BulkGetJson>();
        var values = await StateOperations.GetManyAsync(call.App, call[0], [.. (request.Keys ?? []).Select(k => k ?? "")], call.Cancellation);
        await call.WriteJsonAsync(json =>
        {
            json.WriteStartArray();
            foreach (var (key, value) in values)
                Write(json, key, value);
            json.WriteEndArray();
        });
    }

    private static async Task TransactAsync(ApiCall call)
    {
        StateOperations.Require(call.App, call[0]);
        var metadata = call.Metadata();
        var request = await call.JsonAsync<TransactionJson>();
        var items = (request.Operations ?? []).Select(o => o?.Operation switch
        {
            "upsert" => Item(o.Request).ToRequest(metadata),
            "delete" => Item(o.Request).ToRequest(metadata, isDelete: true),
            null => throw ApiError.Malformed("an operation does not say what it is"),
            var other => throw StateErrors.UnknownOperation(other),
        }).ToList();
        await StateOperations.TransactAsync(call.App, call[0], items, call.Cancellation);
        await call.NoContent();
    }

    private static Task QueryAsync(ApiCall call)
    {
        StateOperations.Require(call.App, call[0]);
        throw StateErrors.NoQueries(call[0]);
    }

    private static StateItemJson Item(StateItemJson? item) => item ?? throw ApiError.Malformed("an item is missing");

    private static void Write(Utf8JsonWriter json, string key, StateValue? value)
    {
        json.WriteStartObject();
        json.WriteString("key", key);
        if (value is not null)
        {
            json.WritePropertyName("data");
            WriteData(json, value.Data);
            json.WriteString("etag", value.ETag);
            if (value.ExpiresAt is { } expires)
            {
                json.WriteStartObject("metadata");
                json.WriteString("ttlExpireTime", Rfc3339(expires));
                json.WriteEndObject();
            }
        }
        json.WriteEndObject();
    }

    /// <summary>Bytes that came by gRPC need not be JSON; those are shown as a string.</summary>
    private static void WriteData(Utf8JsonWriter json, ReadOnlyMemory<byte> data)
    {
        try
        {
            using var document = ApiJson.Parse(data);
            document.WriteTo(json);
        }
        catch (JsonException)
        {
            json.WriteBase64StringValue(data.Span);
        }
    }

    internal static string Rfc3339(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture);

    private sealed record BulkGetJson(List<string?>? Keys);

    private sealed record TransactionJson(List<OperationJson?>? Operations);

    private sealed record OperationJson(string? Operation, StateItemJson? Request);
}
