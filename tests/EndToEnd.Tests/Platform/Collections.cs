namespace Yilai.EndToEnd.Tests.Platform;

/// <summary>What runs beside what: stories of the API run a few at once, since most of their time is waiting.</summary>
internal static class Collections
{
    /// <summary>Stories that kill parts, set faults, run tasks over everybody's orders, or rush: nothing runs beside them.</summary>
    public const string Alone = "alone";

    /// <summary>Stories in the browser: one at a time, since they take a core each.</summary>
    public const string Portal = "portal";
}

/// <summary>See <see cref="Collections.Alone"/>.</summary>
[CollectionDefinition(Collections.Alone, DisableParallelization = true)]
public sealed class AloneCollection;
