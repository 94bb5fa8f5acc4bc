using System.Text.Json;
using Dapr.Client.Autogen.Grpc.v1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Yilai.Sidecar.Rpc;
using Yilai.Sidecar.State;

namespace Yilai.Sidecar.Actors;

/// <summary>The actor methods of the gRPC API.</summary>
internal sealed class ActorGrpcApi(ActorInvocation invocation, ActorState state, Reminders reminders, ActorTimers timers) : IGrpcApi
{
    public void Bind(GrpcMethods methods)
    {
        methods.Unary<InvokeActorRequest, InvokeActorResponse>("InvokeActor", InvokeAsync);
        methods.Unary<GetActorStateRequest, GetActorStateResponse>("GetActorState", GetAsync);
        methods.Unary<ExecuteActorStateTransactionRequest, Empty>("ExecuteActorStateTransaction", TransactAsync);
        methods.Unary<RegisterActorReminderRequest, Empty>("RegisterActorReminder", async (call, r) =>
        {
            var schedule = new ScheduleJson(Base64(r.Data), r.DueTime, r.Period, r.Ttl, r.HasOverwrite ? r.Overwrite : null, null);
            await reminders.CreateAsync(call.App, ActorKey.Checked(r.ActorType, r.ActorId), ActorKey.CheckName("name", r.Name), schedule, call.Cancellation);
            return new Empty();
        });
        methods.Unary<UnregisterActorReminderRequest, Empty>("UnregisterActorReminder", async (call, r) =>
        {
            await reminders.DeleteAsync(call.App, ActorKey.Checked(r.ActorType, r.ActorId), ActorKey.CheckName("name", r.Name), call.Cancellation);
            return new Empty();
        });
        methods.Unary<GetActorReminderRequest, GetActorReminderResponse>("GetActorReminder", GetReminderAsync);
        methods.Unary<RegisterActorTimerRequest, Empty>("RegisterActorTimer", async (call, r) =>
        {
            var schedule = new ScheduleJson(Base64(r.Data), r.DueTime, r.Period, r.Ttl, null, r.Callback);
            await timers.CreateAsync(call.App, ActorKey.Checked(r.ActorType, r.ActorId), ActorKey.CheckName("name", r.Name), schedule, call.Cancellation);
            return new Empty();
        });
        methods.Unary<UnregisterActorTimerRequest, Empty>("UnregisterActorTimer", async (call, r) =>
        {
            await timers.DeleteAsync(call.App, ActorKey.Checked(r.ActorType, r.ActorId), ActorKey.CheckName("name", r.Name), call.Cancellation);
            return new Empty();
        });
    }

    private async Task<InvokeActorResponse> InvokeAsync(GrpcCall call, InvokeActorRequest request)
    {
        var actor = ActorKey.Checked(request.ActorType, request.ActorId);
        var method = Uri.EscapeDataString(ActorKey.CheckName("method", request.Method));
        var headers = call.Context.RequestHeaders
            .Where(h => !h.IsBinary && !h.Key.StartsWith("grpc-", StringComparison.Ordinal) && h.Key != "user-agent" && ActorHttpApi.IsPassedOn(h.Key))
            .Select(h => KeyValuePair.Create(h.Key, h.Value))
            .Concat(request.Metadata.Where(m => ActorHttpApi.IsPassedOn(m.Key)))
            .ToList();
        var chain = headers.Find(h => h.Key.Equals(ActorTurns.ChainHeader, StringComparison.OrdinalIgnoreCase)).Value;
        var type = request.Metadata.FirstOrDefault(m => m.Key.Equals("content-type", StringComparison.OrdinalIgnoreCase)).Value ?? "application/json";
        var answer = await invocation.InvokeAsync(call.App, new ActorCall(actor, method, request.Data.ToByteArray(), type, headers, chain), call.Cancellation);
        foreach (var (name, values) in answer.Headers)
            if (name.StartsWith("X-Dapr", StringComparison.OrdinalIgnoreCase))
                foreach (var value in values)
                    call.Context.ResponseTrailers.Add(name.ToLowerInvariant(), value);
        return new InvokeActorResponse { Data = UnsafeByteOperations.UnsafeWrap(answer.Body) };
    }

    private async Task<GetActorStateResponse> GetAsync(GrpcCall call, GetActorStateRequest request)
    {
        var value = await state.GetAsync(call.App, ActorKey.Checked(request.ActorType, request.ActorId), request.Key, call.Cancellation);
        if (value is null)
            return new GetActorStateResponse();
        var response = new GetActorStateResponse { Data = UnsafeByteOperations.UnsafeWrap(value.Data) };
        if (value.ExpiresAt is { } expires)
            response.Metadata["ttlExpireTime"] = StateHttpApi.Rfc3339(expires);
        return response;
    }

    private async Task<Empty> TransactAsync(GrpcCall call, ExecuteActorStateTransactionRequest request)
    {
        var writes = request.Operations.Select(o => o.OperationType switch
        {
            "upsert" => new ActorWrite(o.Key, (o.Value?.Value ?? ByteString.Empty).Memory, o.Metadata),
            "delete" => new ActorWrite(o.Key, null, null),
            var other => throw ActorErrors.StateTransaction(new StateException($"operation requested on transaction not supported: {other}")),
        }).ToList();
        await state.TransactAsync(call.App, ActorKey.Checked(request.ActorType, request.ActorId), writes, call.Cancellation);
        return new Empty();
    }

    private async Task<GetActorReminderResponse> GetReminderAsync(GrpcCall call, GetActorReminderRequest request)
    {
        var actor = ActorKey.Checked(request.ActorType, request.ActorId);
        var reminder = await reminders.GetAsync(call.App, actor, ActorKey.CheckName("name", request.Name), call.Cancellation) ?? throw ActorErrors.ReminderNotFound(request.Name);
        var response = new GetActorReminderResponse { ActorType = actor.Type, ActorId = actor.Id };
        if (reminder.DueTime.Length > 0)
            response.DueTime = reminder.DueTime;
        if (reminder.Times.Schedule is { Length: > 0 } period)
            response.Period = period;
        if (reminder.Times.Expires is { } expires)
            response.Ttl = StateHttpApi.Rfc3339(expires);
        if (reminder.Data is { } data)
            response.Data = Any.Pack(new BytesValue { Value = ByteString.CopyFromUtf8(data.GetRawText()) });
        return response;
    }

    /// <summary>To the actor, bytes are a string of base64, as with daprd.</summary>
    private static JsonElement? Base64(ByteString data) => data.IsEmpty ? null : JsonSerializer.SerializeToElement(data.ToBase64());
}
