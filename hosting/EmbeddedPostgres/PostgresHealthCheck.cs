using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace Yilai.Hosting.EmbeddedPostgres;

/// <summary>Healthy when a connection opens and answers.</summary>
internal sealed class PostgresHealthCheck(EmbeddedPostgresResource postgres) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await using var connection = new NpgsqlConnection(await postgres.For("postgres").GetValueAsync(cancellationToken) + ";Pooling=false;Timeout=2");
            await connection.OpenAsync(cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (NpgsqlException notYet)
        {
            return HealthCheckResult.Unhealthy(notYet.Message);
        }
    }
}
