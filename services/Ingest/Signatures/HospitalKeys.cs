using Microsoft.Extensions.Caching.Memory;
using Yilai.Contracts;
using Yilai.HospitalSdk;
using Yilai.ServiceDefaults.Invocation;

namespace Yilai.Ingest.Signatures;

/// <summary>A key and the hospital that signs with it.</summary>
internal sealed record KnownKey(HospitalKey Key, string HospitalCode, bool Enabled);

/// <summary>
/// Asks hospitals whose key an id names, and remembers the answer for a moment: a push is many calls. A key that is
/// retired, or a hospital that is locked, is out after that moment.
/// </summary>
internal sealed class HospitalKeys([FromKeyedServices(AppIds.Hospitals)] ServiceClient hospitals) : IDisposable
{
    private static readonly TimeSpan Known = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Unknown = TimeSpan.FromSeconds(5);

    // Bounded, because strangers choose the ids that are asked for.
    private readonly MemoryCache cache = new(new MemoryCacheOptions { SizeLimit = 20_000 });

    public async ValueTask<KnownKey?> FindAsync(string keyId, CancellationToken cancellationToken)
    {
        if (!IsKeyId(keyId))
        {
            return null;
        }

        return await cache.GetOrCreateAsync(keyId, async entry =>
        {
            var answer = await hospitals.FindAsync<KeyAnswer>($"internal/keys/{keyId}", cancellationToken);
            entry.Size = 1;
            entry.AbsoluteExpirationRelativeToNow = answer is null ? Unknown : Known;
            return answer is null ? null : new KnownKey(HospitalKey.FromBase64(answer.KeyId, answer.Key), answer.HospitalCode, answer.Enabled);
        });
    }

    public void Dispose() => cache.Dispose();

    /// <summary>Nobody has a key whose id could mean something else in a path.</summary>
    private static bool IsKeyId(string keyId) =>
        keyId.Length <= 64 && keyId.Any(char.IsAsciiLetterOrDigit) && keyId.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');

    private sealed record KeyAnswer(string HospitalCode, string KeyId, string Key, bool Enabled);
}
