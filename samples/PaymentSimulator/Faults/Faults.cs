using System.Text.Json.Serialization;

namespace Yilai.PaymentSimulator.Faults;

/// <summary>How the provider misbehaves towards the merchant: the body of <c>PUT /simulator/faults</c>.</summary>
/// <param name="Late">How many milliseconds every answer to a call is late.</param>
/// <param name="Error">The share of calls that are answered with <c>isp.unknow-error</c> or HTTP 500; half of them are carried out all the same.</param>
/// <param name="Drop">The share of calls that are carried out but get no answer: the connection breaks.</param>
/// <param name="NotifyTwice">The share of notifications that are sent twice at once.</param>
/// <param name="NotifyLate">How many milliseconds new notifications are late.</param>
/// <param name="NotifyDrop">The share of sendings that are lost on the way; the notification comes again as if it had not been taken.</param>
/// <param name="NotifyShuffle">Whether new notifications wait a while that differs, and so overtake each other.</param>
internal sealed record Faults(
    int Late = 0, double Error = 0, double Drop = 0, double NotifyTwice = 0, int NotifyLate = 0, double NotifyDrop = 0, bool NotifyShuffle = false)
{
    private const int Longest = 3_600_000;

    /// <summary>Whether the figures can be what they are meant to be.</summary>
    [JsonIgnore]
    public bool AreSound => Late is >= 0 and <= Longest && NotifyLate is >= 0 and <= Longest
        && IsShare(Error) && IsShare(Drop) && IsShare(NotifyTwice) && IsShare(NotifyDrop);

    private static bool IsShare(double value) => value is >= 0 and <= 1;
}

/// <summary>The faults that are on, and the chance that decides when.</summary>
internal sealed class FaultSwitch
{
    private const int ShortestShuffle = 2_000;
    private volatile Faults faults = new();

    /// <summary>What is on.</summary>
    public Faults Faults
    {
        get => faults;
        set => faults = value;
    }

    /// <summary>Whether a fault with this share strikes now.</summary>
    public static bool Strikes(double share) => share > 0 && Random.Shared.NextDouble() < share;

    /// <summary>How late a new notification is.</summary>
    public TimeSpan NotificationDelay()
    {
        var now = faults;
        var shuffled = now.NotifyShuffle ? Random.Shared.Next(Math.Max(ShortestShuffle, now.NotifyLate)) : 0;
        return TimeSpan.FromMilliseconds(now.NotifyLate + shuffled);
    }
}
