namespace Yilai.Chaos.Tests.Plans;

/// <summary>Somebody posts a notification that the payment provider did not send, or not so.</summary>
internal sealed record Forgery(TimeSpan At, ForgeryKind Kind, double Which)
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(400);

    public static IEnumerable<Forgery> Of(ChaosOptions options, Random chance)
    {
        var kinds = Enum.GetValues<ForgeryKind>();
        for (var at = Pace; at < options.Length; at += Pace)
        {
            yield return new Forgery(at, kinds[chance.Next(kinds.Length)], Math.Round(chance.NextDouble(), 3));
        }
    }
}

/// <summary>What is wrong with a notification.</summary>
internal enum ForgeryKind
{
    /// <summary>Signed with a key that is not the provider's.</summary>
    ForeignKey,

    /// <summary>An amount was changed after signing.</summary>
    Tampered,

    /// <summary>No signature at all.</summary>
    Unsigned,

    /// <summary>The provider's signature, for another merchant's app.</summary>
    OtherApp,

    /// <summary>The provider's signature, but another amount: as if the provider's books were wrong.</summary>
    OtherAmount,

    /// <summary>A true one, sent before: it changes nothing and is acknowledged.</summary>
    Replay,
}
