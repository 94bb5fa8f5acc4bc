using Yilai.HospitalSdk.Signatures;

namespace Yilai.HospitalSimulator.SignedCalls;

/// <summary>The nonces of the last minutes, in memory.</summary>
internal sealed class NonceMemory(TimeProvider time)
{
    private readonly Lock gate = new();
    private readonly HashSet<(string KeyId, string Nonce)> known = [];
    private readonly Queue<((string KeyId, string Nonce) Entry, DateTimeOffset Until)> byAge = new();

    /// <summary>False when it was there already.</summary>
    public bool Remember(SignatureClaim claim)
    {
        var now = time.GetUtcNow();
        lock (gate)
        {
            while (byAge.TryPeek(out var oldest) && oldest.Until < now)
            {
                known.Remove(byAge.Dequeue().Entry);
            }

            if (!known.Add((claim.KeyId, claim.Nonce)))
            {
                return false;
            }

            byAge.Enqueue(((claim.KeyId, claim.Nonce), now + SignatureClock.NonceLifetime));
            return true;
        }
    }
}
