using Grpc.Core;
using Yilai.Sidecar.Http;

namespace Yilai.Sidecar.Actors;

/// <summary>The errors of the actor API.</summary>
internal static class ActorErrors
{
    public static ApiError NoRuntime() => new(500, StatusCode.Internal, "ERR_ACTOR_RUNTIME_NOT_FOUND",
        "the state store is not configured to use the actor runtime. Have you set the - name: actorStateStore value: \"true\" in your state store component file?");

    public static ApiError NoAddress(ActorKey actor) =>
        new(404, StatusCode.FailedPrecondition, "ERR_ACTOR_NO_ADDRESS", $"did not find address for actor {actor.Type}.{actor.Id}");

    public static ApiError Missing() => new(400, StatusCode.Internal, "ERR_ACTOR_INSTANCE_MISSING", "actor instance is missing");

    public static ApiError Reserved(string type) =>
        new(403, StatusCode.PermissionDenied, "ERR_ACTOR_TYPE_RESERVED", $"actor type '{type}' is reserved for the runtime") { Reason = "ERR_ACTOR_TYPE_RESERVED" };

    public static ApiError BadName(string what, string why) =>
        new(400, StatusCode.InvalidArgument, "ERR_BAD_REQUEST", $"invalid request: invalid {what}: {why}");

    public static ApiError StackDepth(int max) =>
        new(500, StatusCode.ResourceExhausted, "ERR_ACTOR_STACK_DEPTH", $"maximum stack depth exceeded: {max}");

    public static ApiError Invoke(string reason) => Failed("ERR_ACTOR_INVOKE_METHOD", $"error invoke actor method: {reason}");

    public static ApiError NotHosted() =>
        new(403, StatusCode.PermissionDenied, "ERR_ACTOR_REMINDER_NON_HOSTED", "operations on actor reminders are only possible on hosted actor types");

    public static ApiError ReminderExists(string name) =>
        new(409, StatusCode.AlreadyExists, "ERR_ACTOR_REMINDER_ALREADY_EXISTS", $"actor reminder {name} already exists");

    public static ApiError ReminderNotFound(string name) =>
        new(404, StatusCode.NotFound, "ERR_ACTOR_REMINDER_NOT_FOUND", $"actor reminder not found: {name}");

    public static ApiError ReminderCreate(Exception error) => Failed("ERR_ACTOR_REMINDER_CREATE", $"error creating actor reminder: {error.Message}");

    public static ApiError ReminderGet(Exception error) => Failed("ERR_ACTOR_REMINDER_GET", $"error getting actor reminder: {error.Message}");

    public static ApiError ReminderDelete(Exception error) => Failed("ERR_ACTOR_REMINDER_DELETE", $"error deleting actor reminder: {error.Message}");

    public static ApiError TimerCreate(Exception error) => Failed("ERR_ACTOR_TIMER_CREATE", $"error creating actor timer: {error.Message}");

    public static ApiError StateGet(Exception error) => Failed("ERR_ACTOR_STATE_GET", $"error getting actor state: {error.Message}");

    public static ApiError StateTransaction(Exception error) =>
        Failed("ERR_ACTOR_STATE_TRANSACTION_SAVE", $"error saving actor transaction state: {error.Message}");

    private static ApiError Failed(string code, string message) => new(500, StatusCode.Internal, code, message);
}
