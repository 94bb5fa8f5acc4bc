using System.Security.Cryptography;
using System.Text;
using Dapper;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using Npgsql;

namespace Yilai.Identity.Sessions;

/// <summary>A session, and the token that carries it on.</summary>
internal sealed record SessionToken(Guid SessionId, Guid UserId, string Token);

/// <summary>
/// Sessions that live on by refresh tokens, each good for one renewal. A token that comes a second time has been copied:
/// its session ends, whoever holds the newer one.
/// </summary>
internal sealed partial class RefreshTokens(NpgsqlDataSource database, IOptions<TokenLifetimeOptions> options, TimeProvider clock, ILogger<RefreshTokens> logger)
{
    private const int TokenBytes = 32;

    public async Task<SessionToken> StartAsync(Guid userId, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.ExecuteAsync(Command(
            "insert into login_session (id, user_id, created_at) values (@id, @userId, @now)", new { id, userId, now }, cancellationToken));
        var token = await AddTokenAsync(connection, id, now, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new SessionToken(id, userId, token);
    }

    /// <summary>Exchanges <paramref name="token"/> for the next one; null when it is unknown, expired, revoked or used before.</summary>
    public async Task<SessionToken?> RotateAsync(string token, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var hash = Hash(token);
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        // Both rows are locked: one exchange within a session at a time.
        var found = await connection.QuerySingleOrDefaultAsync<Row>(Command(
            """
            select t.session_id, s.user_id, t.replaced_at from refresh_token t join login_session s on s.id = t.session_id
            where t.token_hash = @hash and t.expires_at > @now and s.revoked_at is null for update
            """,
            new { hash, now },
            cancellationToken));
        if (found is null)
        {
            return null;
        }

        if (found.ReplacedAt is { } replacedAt && now - replacedAt > options.Value.ReplacedTokenGrace)
        {
            await RevokeAsync(connection, found.SessionId, now, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            Reused(logger, found.SessionId, found.UserId);
            return null;
        }

        await connection.ExecuteAsync(Command(
            "update refresh_token set replaced_at = coalesce(replaced_at, @now) where token_hash = @hash", new { hash, now }, cancellationToken));
        var next = await AddTokenAsync(connection, found.SessionId, now, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new SessionToken(found.SessionId, found.UserId, next);
    }

    /// <summary>Ends the session that <paramref name="token"/> belongs to, if it is one.</summary>
    public async Task EndAsync(string token, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var session = await connection.QuerySingleOrDefaultAsync<Guid?>(Command(
            "select session_id from refresh_token where token_hash = @hash", new { hash = Hash(token) }, cancellationToken));
        if (session is { } id)
        {
            await RevokeAsync(connection, id, clock.GetUtcNow(), cancellationToken);
        }
    }

    private async Task<string> AddTokenAsync(NpgsqlConnection connection, Guid sessionId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var token = Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(TokenBytes));
        await connection.ExecuteAsync(Command(
            "insert into refresh_token (token_hash, session_id, created_at, expires_at) values (@Hash, @sessionId, @now, @ExpiresAt)",
            new { Hash = Hash(token), sessionId, now, ExpiresAt = now + options.Value.RefreshTokenLifetime },
            cancellationToken));
        return token;
    }

    private static Task<int> RevokeAsync(NpgsqlConnection connection, Guid id, DateTimeOffset now, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(Command(
            "update login_session set revoked_at = @now where id = @id and revoked_at is null", new { id, now }, cancellationToken));

    // A plain hash will do: unlike a password, 256 random bits cannot be guessed.
    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    private static CommandDefinition Command(string sql, object parameters, CancellationToken cancellationToken) =>
        new(sql, parameters, cancellationToken: cancellationToken);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A used refresh token came again: session {Session} of user {User} is revoked")]
    private static partial void Reused(ILogger logger, Guid session, Guid user);

    private sealed record Row(Guid SessionId, Guid UserId, DateTime? ReplacedAt);
}
