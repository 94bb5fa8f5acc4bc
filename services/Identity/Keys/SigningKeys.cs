using Dapper;
using Microsoft.Extensions.Options;
using Npgsql;
using Yilai.Identity.Sessions;
using Yilai.ServiceDefaults.Privacy;

namespace Yilai.Identity.Keys;

/// <summary>The keys of the database, shared by all instances of the service, with the private halves decrypted in memory.</summary>
internal sealed class SigningKeys(
    NpgsqlDataSource database,
    PersonalDataCipher cipher,
    IOptions<SigningKeyOptions> options,
    IOptions<TokenLifetimeOptions> sessions,
    TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);
    private readonly SemaphoreSlim turn = new(1);
    private volatile SigningKey[] all = [];

    /// <summary>The keys to publish, newest first.</summary>
    public IReadOnlyList<SigningKey> All => all;

    /// <summary>The newest key whose time to sign has come.</summary>
    public SigningKey Current => all.First(k => k.SignsFrom <= clock.GetUtcNow());

    /// <summary>Reads the keys, after making the first or the next one if it is time. One instance at a time does that.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        // In turn, so that an older reading never replaces a newer one in memory.
        await turn.WaitAsync(cancellationToken);
        try
        {
            all = await ReadAsync(cancellationToken);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => turn.Dispose();

    private async Task<SigningKey[]> ReadAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.ExecuteAsync(Command("select pg_advisory_xact_lock(hashtext('identity signing keys'))", null, cancellationToken));
        var now = clock.GetUtcNow();
        var newest = await connection.QuerySingleOrDefaultAsync<DateTime?>(Command("select max(created_at) from signing_key", null, cancellationToken));
        if (newest is null || newest + options.Value.RotateAfter <= now)
        {
            await AddAsync(connection, now, isFirst: newest is null, cancellationToken);
        }

        await connection.ExecuteAsync(Command("delete from signing_key where published_until < @now", new { now }, cancellationToken));
        var rows = (await connection.QueryAsync<Row>(Command(
            "select kid, private_key, signs_from from signing_key order by signs_from desc, kid", null, cancellationToken))).AsList();
        // Keys already open are kept: a token may be being signed with one right now.
        var open = all.ToDictionary(k => k.Kid);
        SigningKey[] keys = [.. rows.Select(r => open.GetValueOrDefault(r.Kid) ?? SigningKey.Import(r.Kid, cipher.Decrypt(r.PrivateKey, Place(r.Kid)), r.SignsFrom))];
        // Only now: a service with the wrong data key must not leave a key behind that the right one cannot read.
        await transaction.CommitAsync(cancellationToken);
        return keys;
    }

    private async Task AddAsync(NpgsqlConnection connection, DateTimeOffset now, bool isFirst, CancellationToken cancellationToken)
    {
        var key = SigningKey.Create(isFirst ? now : now + options.Value.PublishAhead);
        using var pair = key.Pair;
        await connection.ExecuteAsync(Command(
            "update signing_key set published_until = @Until where published_until is null",
            new { Until = key.SignsFrom + sessions.Value.AccessTokenLifetime + ClockSkew },
            cancellationToken));
        await connection.ExecuteAsync(Command(
            "insert into signing_key (kid, private_key, created_at, signs_from) values (@Kid, @PrivateKey, @now, @SignsFrom)",
            new { key.Kid, PrivateKey = cipher.Encrypt(key.Export(), Place(key.Kid)), now, key.SignsFrom },
            cancellationToken));
    }

    private static CommandDefinition Command(string sql, object? parameters, CancellationToken cancellationToken) =>
        new(sql, parameters, cancellationToken: cancellationToken);

    private static string Place(string kid) => $"signing_key.private_key/{kid}";

    private sealed record Row(string Kid, string PrivateKey, DateTime SignsFrom);
}
