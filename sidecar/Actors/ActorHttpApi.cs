using System.Text.Json;
using Yilai.Sidecar.Http;
using Yilai.Sidecar.State;

namespace Yilai.Sidecar.Actors;

/// <summary>/v1.0/actors: methods and state. Timers and reminders are in <see cref="ActorScheduleHttpApi"/>.</summary>
internal sealed class ActorHttpApi(ActorInvocation invocation, ActorState state) : IHttpApi
{
    /// <summary>Headers that are one connection's, or are the sidecar's own business.</summary>
    private static readonly HashSet<string> NotPassedOn = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Content-Length", "Content-Type", "dapr-api-token", "Expect", "Host", "Keep-Alive", "Proxy-Connection",
        "TE", "Trailer", "Transfer-Encoding", "Upgrade", "traceparent", "tracestate", "Date", "Server",
    };

    public IReadOnlyList<ApiRoute> Routes =>
    [
        new(ApiRoute.Write, "actors/{type}/{id}/state", TransactAsync, "v1.0"),
        new(ApiRoute.Get, "actors/{type}/{id}/state/{key}", GetAsync, "v1.0"),
        new(ApiRoute.Any, "actors/{type}/{id}/method/{method}", InvokeAsync, "v1.0"),
    ];

    /// <summary>Whether a header goes on to the app, or back to the caller.</summary>
    internal static bool IsPassedOn(string name) => !NotPassedOn.Contains(name) && !name.EndsWith("-bin", StringComparison.OrdinalIgnoreCase);

    private async Task InvokeAsync(ApiCall call)
    {
        var request = call.Http.Request;
        var actor = ActorKey.Checked(call[0], call[1]);
        var method = Uri.EscapeDataString(ActorKey.CheckName("method", call[3])) + request.QueryString.Value;
        var headers = request.Headers.Where(h => IsPassedOn(h.Key)).SelectMany(h => h.Value, (h, v) => KeyValuePair.Create(h.Key, v ?? "")).ToList();
        var chain = request.Headers[ActorTurns.ChainHeader] is [{ Length: > 0 } id, ..] ? id : null;
        var answer = await invocation.InvokeAsync(
            call.App, new ActorCall(actor, method, await call.BodyAsync(), request.ContentType, headers, chain), call.Cancellation);
        var response = call.Http.Response;
        foreach (var (name, values) in answer.Headers)
            if (IsPassedOn(name))
                response.Headers.Append(name, values.ToArray());
        response.ContentType = answer.ContentType;
        response.ContentLength = answer.Body.Length;
        await response.Body.WriteAsync(answer.Body, call.Cancellation);
    }

    private async Task GetAsync(ApiCall call)
    {
        var value = await state.GetAsync(call.App, ActorKey.Checked(call[0], call[1]), call[3], call.Cancellation);
        if (value is null)
        {
            await call.NoContent();
            return;
        }
        if (value.ExpiresAt is { } expires)
            call.Http.Response.Headers["metadata.ttlExpireTime"] = StateHttpApi.Rfc3339(expires);
        await call.WriteAsync(value.Data);
    }

    private async Task TransactAsync(ApiCall call)
    {
        var actor = ActorKey.Checked(call[0], call[1]);
        var operations = await call.JsonAsync<OperationJson?[]>();
        var writes = operations.Select(o => o switch
        {
            { Operation: "upsert", Request: { } r } => new ActorWrite(r.Key, r.Value.ValueKind == JsonValueKind.Undefined ? "null"u8.ToArray() : JsonSerializer.SerializeToUtf8Bytes(r.Value, ApiJson.Options), r.Metadata),
            { Operation: "delete", Request: { } r } => new ActorWrite(r.Key, null, null),
            { Operation: { } other, Request: not null } => throw ActorErrors.StateTransaction(new StateException($"operation requested on transaction not supported: {other}")),
            _ => throw ApiError.Malformed("an operation or its request is missing"),
        }).ToList();
        await state.TransactAsync(call.App, actor, writes, call.Cancellation);
        await call.NoContent();
    }

    private sealed record OperationJson(string? Operation, WriteJson? Request);

    private sealed record WriteJson(string? Key, JsonElement Value, Dictionary<string, string>? Metadata);
}
