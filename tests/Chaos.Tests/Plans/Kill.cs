namespace Yilai.Chaos.Tests.Plans;

/// <summary>A part dies by kill -9.</summary>
internal sealed record Kill(TimeSpan At, string Part)
{
    /// <summary>Everything that may die.</summary>
    public static readonly string[] Mortals =
    [
        "orders", "workflows", "sidecar", "ingest", "payment-simulator", "postgres", "notifications", "gateway", "simulator", "identity", "hospitals", "dictionary", "mongodb",
    ];

    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(3);

    /// <summary>All die once before one dies again, in another order each time.</summary>
    public static IEnumerable<Kill> Of(ChaosOptions options, Random chance)
    {
        var round = new Queue<string>();
        for (var at = Pace / 2; at < options.Length; at += Pace * (0.6 + (0.8 * chance.NextDouble())))
        {
            if (round.Count == 0)
            {
                var next = Mortals.ToArray();
                chance.Shuffle(next);
                round = new Queue<string>(next);
            }

            yield return new Kill(at.Rounded(), round.Dequeue());
        }
    }
}
