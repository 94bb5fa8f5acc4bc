using Dapper;
using Npgsql;

namespace Yilai.Identity.Sessions;

/// <summary>Drops, once an hour, tokens that have expired and sessions that have none left.</summary>
internal sealed partial class SessionCleanup(NpgsqlDataSource database, TimeProvider clock, ILogger<SessionCleanup> logger) : BackgroundService
{
    private static readonly TimeSpan Turn = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Turn, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await CleanAsync(stoppingToken);
            }
            catch (NpgsqlException e)
            {
                // Nothing waits for this; the next turn drops them.
                Postponed(logger, e);
            }
        }
    }

    private async Task CleanAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            delete from refresh_token where expires_at < @now;
            delete from login_session s where created_at < @now - interval '1 hour'
                and not exists (select from refresh_token t where t.session_id = s.id);
            """,
            new { now = clock.GetUtcNow() },
            cancellationToken: cancellationToken));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Expired sessions could not be dropped")]
    private static partial void Postponed(ILogger logger, Exception exception);
}
