using Yilai.Sidecar.Apps;

namespace Yilai.Sidecar.Actors;

/// <summary>Which actor: its type and its id.</summary>
internal readonly record struct ActorKey(string Type, string Id)
{
    /// <summary>The actor that a request names, if it may be named so.</summary>
    public static ActorKey Checked(string type, string id)
    {
        RefuseReserved(type);
        CheckName("actorType", type);
        CheckName("actorId", id);
        return new ActorKey(type, id);
    }

    /// <summary>Types of the runtime's own, the workflows', are not for apps.</summary>
    public static void RefuseReserved(string type)
    {
        if (type.StartsWith("dapr.internal.", StringComparison.Ordinal))
            throw ActorErrors.Reserved(type);
    }

    /// <summary>Names stand in paths of the app.</summary>
    public static string CheckName(string what, string name)
    {
        if (name.Length == 0)
            throw ActorErrors.BadName(what, "it is empty");
        if (name is "." or "..")
            throw ActorErrors.BadName(what, "it is a path");
        if (name.AsSpan().IndexOfAny("#?/\\") >= 0 || name.Any(char.IsControl))
            throw ActorErrors.BadName(what, "it has a character that no name may have");
        return name;
    }

    /// <summary>Where the app answers for this actor.</summary>
    public string Path => $"actors/{Uri.EscapeDataString(Type)}/{Uri.EscapeDataString(Id)}";

    /// <summary>The same for everyone who asks, whichever process it is: the app with the highest weight has the actor.</summary>
    public ulong WeightOf(AppRuntime host)
    {
        var hash = 14695981039346656037UL;
        foreach (var character in $"{host.AppId}||{Type}||{Id}")
            hash = (hash ^ character) * 1099511628211UL;
        return hash ^ (hash >> 29);
    }
}
