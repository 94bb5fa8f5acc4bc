namespace Yilai.Sidecar.Actors;

/// <summary>What is to be handed to an actor.</summary>
/// <param name="Actor">The actor.</param>
/// <param name="Method">The path after "method/": a method, or remind/x, or timer/x.</param>
/// <param name="Body">The body as it came.</param>
/// <param name="ContentType">Its type, if known.</param>
/// <param name="Headers">The caller's headers.</param>
/// <param name="Chain">The caller's reentrancy id.</param>
internal sealed record ActorCall(
    ActorKey Actor, string Method, byte[] Body, string? ContentType, IReadOnlyList<KeyValuePair<string, string>> Headers, string? Chain)
{
    /// <summary>Asked again when the turn comes: a timer may have been stopped while it waited.</summary>
    public Func<bool> IsWanted { get; init; } = () => true;

    /// <summary>A call that the sidecar itself makes.</summary>
    public static ActorCall Own(ActorKey actor, string kind, string name, byte[] json) =>
        new(actor, $"{kind}/{Uri.EscapeDataString(name)}", json, "application/json", [], null);
}

/// <summary>What the app answered for its actor.</summary>
internal sealed record ActorAnswer(byte[] Body, string? ContentType, IReadOnlyList<KeyValuePair<string, IEnumerable<string>>> Headers)
{
    /// <summary>The reminder or timer that was called should stop.</summary>
    public bool Cancels => Headers.Any(h => h.Key.Equals("X-DaprReminderCancel", StringComparison.OrdinalIgnoreCase) && h.Value.Any(Resources.Yaml.Truthy));

    /// <summary>The actor threw; .NET's actors say so by a header.</summary>
    public bool IsFailure => Headers.Any(h => h.Key.Equals("X-DaprErrorResponseHeader", StringComparison.OrdinalIgnoreCase));
}

/// <summary>An app answered a call of its actor otherwise than with 200.</summary>
internal sealed class ActorServiceException(string message, bool permanent) : Exception(message)
{
    /// <summary>Asking again would not help.</summary>
    public bool IsPermanent => permanent;
}
