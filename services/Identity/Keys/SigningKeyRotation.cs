using Npgsql;

namespace Yilai.Identity.Keys;

/// <summary>Has the keys ready before the service listens, and looks every minute for one that is due or that another instance made.</summary>
internal sealed partial class SigningKeyRotation(SigningKeys keys, TimeProvider clock, ILogger<SigningKeyRotation> logger) : BackgroundService
{
    private static readonly TimeSpan Turn = TimeSpan.FromMinutes(1);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await keys.RefreshAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Turn, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await keys.RefreshAsync(stoppingToken);
            }
            catch (NpgsqlException e)
            {
                // The keys in memory go on signing until the database is back.
                Postponed(logger, e);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The signing keys could not be read; the next turn tries again")]
    private static partial void Postponed(ILogger logger, Exception exception);
}
