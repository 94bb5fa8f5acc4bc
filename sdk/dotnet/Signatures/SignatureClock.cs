namespace Yilai.HospitalSdk.Signatures;

/// <summary>How long a signature is good for.</summary>
public static class SignatureClock
{
    /// <summary>How far the time of a signature may be from one's own clock, either way.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    /// <summary>How long a nonce must be remembered: as long as any signature that carries it could still be current.</summary>
    public static readonly TimeSpan NonceLifetime = (2 * Tolerance) + TimeSpan.FromMinutes(1);

    internal static bool IsCurrent(long created, long? expires, DateTimeOffset now)
    {
        var seconds = now.ToUnixTimeSeconds();
        return Math.Abs(seconds - created) <= (long)Tolerance.TotalSeconds && (expires is null || seconds < expires);
    }
}
