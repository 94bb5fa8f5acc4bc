using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Dapr.Client;
using Microsoft.Extensions.Options;
using Yilai.Contracts;
using Yilai.ServiceDefaults.Privacy;

namespace Yilai.Identity.Codes;

/// <summary>The codes that are out. A phone number has one at most; a new one replaces the old.</summary>
internal sealed class LoginCodes(DaprClient dapr, BlindIndex index, IOptions<LoginCodeOptions> options, TimeProvider clock)
{
    private const int Attempts = 20;

    /// <summary>Makes a code for <paramref name="phone"/> and keeps its keyed hash until it expires.</summary>
    public async Task<string> IssueAsync(string phone, CancellationToken cancellationToken)
    {
        var code = RandomNumberGenerator.GetInt32(1_000_000).ToString("D6", CultureInfo.InvariantCulture);
        var entry = new Entry(Hash(phone, code), 0, clock.GetUtcNow() + options.Value.Lifetime);
        // Whatever was there, the newest code is the one that counts.
        await dapr.SaveStateAsync(
            ComponentNames.StateStore, Key(phone), entry, metadata: StateEntries.Ttl(options.Value.Lifetime), cancellationToken: cancellationToken);
        return code;
    }

    /// <summary>Whether <paramref name="code"/> is right; then it is used up.</summary>
    public async Task<bool> RedeemAsync(string phone, string code, CancellationToken cancellationToken)
    {
        // A try is taken before the code is looked at: however many guess at once, so many look and no more.
        var entry = await TakeTryAsync(phone, cancellationToken);
        return entry is not null
            && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(entry.Hash), Encoding.ASCII.GetBytes(Hash(phone, code)))
            && await UseUpAsync(phone, entry.Hash, cancellationToken);
    }

    private async Task<Entry?> TakeTryAsync(string phone, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var now = clock.GetUtcNow();
            var (entry, etag) = await dapr.ReadAsync<Entry>(Key(phone), cancellationToken);
            if (entry is null || entry.ExpiresAt <= now || entry.Tries >= options.Value.Tries)
            {
                return null;
            }

            if (await dapr.TryWriteAsync(Key(phone), entry with { Tries = entry.Tries + 1 }, etag, entry.ExpiresAt - now, cancellationToken))
            {
                return entry;
            }
        }

        return null;
    }

    /// <summary>Removes the code; of several logins with it only the one whose removal succeeds has won.</summary>
    private async Task<bool> UseUpAsync(string phone, string hash, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var (entry, etag) = await dapr.ReadAsync<Entry>(Key(phone), cancellationToken);
            if (entry?.Hash != hash)
            {
                return false;
            }

            if (await dapr.TryRemoveAsync(Key(phone), etag, cancellationToken))
            {
                return true;
            }
        }

        return false;
    }

    private string Key(string phone) => $"login-code:{index.Of("login-code.phone", phone)}";

    // Keyed: a plain hash of six digits is found by trying them all.
    private string Hash(string phone, string code) => index.Of("login-code", $"{phone}/{code}");

    private sealed record Entry(string Hash, int Tries, DateTimeOffset ExpiresAt);
}
