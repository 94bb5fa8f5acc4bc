using System.Text.Json.Serialization;

namespace Yilai.HospitalSimulator.Faults;

/// <summary>How the hospitals misbehave towards the platform: the body of <c>PUT /simulator/faults</c>.</summary>
/// <param name="Late">How many milliseconds every answer is late.</param>
/// <param name="Drop">The share of calls that are carried out but get no answer: the connection breaks.</param>
/// <param name="Error">The share of calls that are answered with 500 and not carried out.</param>
/// <param name="Twice">The share of calls that are carried out twice, as if the network had doubled them.</param>
/// <param name="Wrong">The share of calls that are carried out and then answered with what was not asked: another order's answer, or no answer's JSON at all, signed all the same.</param>
internal sealed record Faults(int Late = 0, double Drop = 0, double Error = 0, double Twice = 0, double Wrong = 0)
{
    /// <summary>Whether the figures can be what they are meant to be.</summary>
    [JsonIgnore]
    public bool AreSound => Late is >= 0 and <= 300_000 && IsShare(Drop) && IsShare(Error) && IsShare(Twice) && IsShare(Wrong);

    private static bool IsShare(double value) => value is >= 0 and <= 1;
}

/// <summary>The faults that are on, and the chance that decides when.</summary>
internal sealed class FaultSwitch
{
    private volatile Faults faults = new();

    /// <summary>What is on.</summary>
    public Faults Faults
    {
        get => faults;
        set => faults = value;
    }

    /// <summary>Whether a fault with this share strikes now.</summary>
    public static bool Strikes(double share) => share > 0 && Random.Shared.NextDouble() < share;
}
