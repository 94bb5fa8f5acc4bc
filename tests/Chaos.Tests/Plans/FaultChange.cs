namespace Yilai.Chaos.Tests.Plans;

/// <summary>From when on the hospital and the payment provider misbehave how; their bodies of <c>PUT /simulator/faults</c>.</summary>
internal sealed record FaultChange(TimeSpan At, HospitalFaults Hospital, PaymentFaults Payment)
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(5);

    /// <summary>No faults.</summary>
    public static readonly FaultChange None = new(TimeSpan.Zero, new(), new());

    public static IEnumerable<FaultChange> Of(ChaosOptions options, Random chance)
    {
        for (var at = TimeSpan.Zero; at < options.Length; at += Pace)
        {
            yield return new FaultChange(
                at,
                // Later than the platform has patience for, now and then.
                new(Late: chance.Next(5) == 0 ? 6_000 : chance.Next(300), Share(), Share(), Share(), Share()),
                new(Late: chance.Next(300), Share(), Share(), NotifyTwice: Share() * 2, NotifyLate: chance.Next(4_000), NotifyDrop: Share() * 2, NotifyShuffle: chance.Next(2) == 0));
        }

        double Share() => Math.Round(chance.NextDouble() * 0.25, 2);
    }
}

/// <summary>The hospital simulator's faults.</summary>
internal sealed record HospitalFaults(int Late = 0, double Drop = 0, double Error = 0, double Twice = 0, double Wrong = 0);

/// <summary>The payment simulator's faults.</summary>
internal sealed record PaymentFaults(
    int Late = 0, double Error = 0, double Drop = 0, double NotifyTwice = 0, int NotifyLate = 0, double NotifyDrop = 0, bool NotifyShuffle = false);
