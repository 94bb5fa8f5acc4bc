using System.Text.Json;
using Yilai.Sidecar.Http;
using Yilai.Sidecar.State;

namespace Yilai.Sidecar.Actors;

/// <summary>A reminder as it is kept: one value under one key of the actor state store.</summary>
/// <param name="Type">The actor's type.</param>
/// <param name="Id">The actor's id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Data">What the app wants back.</param>
/// <param name="DueTime">The due time as it was given.</param>
/// <param name="Times">When it fires.</param>
/// <param name="Next">When it fires next.</param>
/// <param name="Fired">How often it has fired.</param>
internal sealed record Reminder(string Type, string Id, string Name, JsonElement? Data, string DueTime, ActorTimes Times, DateTimeOffset Next, int Fired)
{
    public ActorKey Actor => new(Type, Id);

    /// <summary>Keys of this sidecar's own: daprd keeps reminders in its scheduler.</summary>
    public static string Prefix(string type) => $"yilai-reminder||{type}||";

    public static string Key(ActorKey actor, string name) => $"{Prefix(actor.Type)}{actor.Id}||{name}";

    public static Reminder Read(StateValue value) =>
        JsonSerializer.Deserialize<Reminder>(value.Data.Span, ApiJson.Options) ?? throw new JsonException("a kept reminder is null");

    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, ApiJson.Options);

    /// <summary>What the actor is called with. Like Dapr's scheduler, it does not tell the times.</summary>
    public byte[] Body() => JsonSerializer.SerializeToUtf8Bytes(new { data = Data, dueTime = "", period = "" }, ApiJson.Options);

    /// <summary>After it has fired; nothing if that was the last time.</summary>
    public Reminder? Advance(DateTimeOffset now) =>
        !(Fired + 1 >= Times.Times) && Times.Next(Next, now) is { } next ? this with { Next = next, Fired = Fired + 1 } : null;
}
