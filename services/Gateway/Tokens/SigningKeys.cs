using System.Text.Json.Nodes;
using Microsoft.IdentityModel.Tokens;
using Yilai.Contracts;
using Yilai.ServiceDefaults.Invocation;

namespace Yilai.Gateway.Tokens;

/// <summary>
/// Identity's public keys. They are asked for when a token names an unknown key, but never more often than the floors
/// say, so that forged key ids cannot flood identity; and again after a while, so that a withdrawn key goes.
/// </summary>
internal sealed partial class SigningKeys(
    [FromKeyedServices(AppIds.Identity)] ServiceClient identity,
    TimeProvider clock,
    ILogger<SigningKeys> logger) : IDisposable
{
    private static readonly TimeSpan FloorAfterSuccess = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FloorAfterFailure = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(10);

    private readonly SemaphoreSlim refreshing = new(1, 1);
    private Snapshot current = new(new Dictionary<string, SecurityKey>(), DateTimeOffset.MinValue, DateTimeOffset.MinValue, Reached: false);

    /// <summary>The key, or why there is none.</summary>
    public async ValueTask<KeyAnswer> FindAsync(string keyId, CancellationToken cancellationToken)
    {
        var snapshot = current;
        var now = clock.GetUtcNow();
        if (!snapshot.Keys.ContainsKey(keyId) || now - snapshot.FetchedAt > MaxAge)
        {
            snapshot = await RefreshAsync(now, cancellationToken);
        }

        // While identity is away the keys that were good stay good, and of others nothing can be said.
        return snapshot.Keys.TryGetValue(keyId, out var key) ? new KeyAnswer(key, Reached: true) : new KeyAnswer(null, snapshot.Reached);
    }

    public void Dispose() => refreshing.Dispose();

    private async Task<Snapshot> RefreshAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await refreshing.WaitAsync(cancellationToken);
        try
        {
            if (now >= current.NotBefore)
            {
                current = await FetchAsync(now, cancellationToken);
            }

            return current;
        }
        finally
        {
            refreshing.Release();
        }
    }

    private async Task<Snapshot> FetchAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        try
        {
            var document = await identity.FindAsync<JsonObject>(AccessTokens.KeysPath, cancellationToken);
            var keys = new JsonWebKeySet(document?.ToJsonString() ?? "{}").Keys
                .Where(k => k is { Kty: JsonWebAlgorithmsKeyTypes.EllipticCurve, Crv: JsonWebKeyECTypes.P256, Kid.Length: > 0 })
                .ToDictionary(k => k.Kid, SecurityKey (k) => k);
            Fetched(logger, keys.Count);
            return new Snapshot(keys, now, now + FloorAfterSuccess, Reached: true);
        }
        catch (Exception e) when (e is HttpRequestException or System.Text.Json.JsonException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            NotFetched(logger, e.Message);
            return current with { NotBefore = now + FloorAfterFailure, Reached = false };
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} signing keys fetched from identity")]
    private static partial void Fetched(ILogger logger, int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Signing keys could not be fetched from identity: {Reason}")]
    private static partial void NotFetched(ILogger logger, string reason);

    private sealed record Snapshot(IReadOnlyDictionary<string, SecurityKey> Keys, DateTimeOffset FetchedAt, DateTimeOffset NotBefore, bool Reached);
}

/// <summary>A key, or none.</summary>
/// <param name="Key">The key; null when there is none by that id.</param>
/// <param name="Reached">Whether identity could be asked.</param>
internal readonly record struct KeyAnswer(SecurityKey? Key, bool Reached);
