using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Dapr;
using Dapr.Client;
using Yilai.Contracts;
using Yilai.HospitalSdk.Signatures;

namespace Yilai.Ingest.Signatures;

/// <summary>
/// Remembers nonces in the state store, each for as long as its signature could be current. A first write without an ETag
/// inserts or fails, so of two calls with one nonce only one gets through, whichever instance they reach.
/// </summary>
internal sealed class Nonces(DaprClient dapr)
{
    private static readonly StateOptions InsertOnly = new() { Concurrency = ConcurrencyMode.FirstWrite };

    private static readonly Dictionary<string, string> Lifetime = new()
    {
        ["ttlInSeconds"] = ((int)SignatureClock.NonceLifetime.TotalSeconds).ToString(CultureInfo.InvariantCulture),
    };

    /// <returns>False when the nonce was there already.</returns>
    /// <exception cref="DaprException">The state store is away.</exception>
    public async ValueTask<bool> RememberAsync(SignatureClaim claim, CancellationToken cancellationToken)
    {
        var key = "nonce-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{claim.KeyId}\n{claim.Nonce}")));
        var mine = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        try
        {
            await dapr.SaveStateAsync(ComponentNames.StateStore, key, mine, InsertOnly, Lifetime, cancellationToken);
            return true;
        }
        catch (DaprException)
        {
            // Most stores report a failed insert as any other failure; what is there now tells the two apart. It is mine
            // when the write went through and only its answer was lost.
            return await dapr.GetStateAsync<string?>(ComponentNames.StateStore, key, ConsistencyMode.Strong, cancellationToken: cancellationToken) switch
            {
                null => throw new DaprException("A nonce could not be remembered."),
                var found => found == mine,
            };
        }
    }
}
