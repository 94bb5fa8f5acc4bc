using System.Reflection;
using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Npgsql;
using Yilai.ServiceDefaults.Events;
using Yilai.ServiceDefaults.Secrets;

namespace Yilai.ServiceDefaults.Postgres;

/// <summary>PostgreSQL for a service: its own schema, migrated at start, with an outbox and an inbox.</summary>
public static class PostgresExtensions
{
    /// <summary>A rush waits for a connection instead of exhausting the server, which all services share.</summary>
    private const int MaxPoolSize = 24;

    /// <summary>Nothing waits for a lock or runs for longer than a caller would: it fails as 503 and may be repeated.</summary>
    private const string Timeouts = "-c lock_timeout=8000 -c statement_timeout=15000";

    /// <summary>What a service says again and again is parsed and planned once a connection.</summary>
    private const int Statements = 64;

    /// <summary>
    /// Adds an <see cref="NpgsqlDataSource"/> whose search path is <paramref name="schema"/>, runs the calling assembly's
    /// embedded <c>Migrations/*.sql</c> before the service listens, and adds the outbox with its relay.
    /// </summary>
    public static IServiceCollection AddPostgres(this WebApplicationBuilder builder, string schema)
    {
        ArgumentNullException.ThrowIfNull(builder);
        // A column such as schedule_id is the property ScheduleId.
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        var assembly = Assembly.GetCallingAssembly();
        var connection = new NpgsqlConnectionStringBuilder(builder.Configuration.GetSecret(SecretNames.Postgres))
        {
            SearchPath = schema,
            ApplicationName = schema,
        };
        builder.Services.AddSingleton(s =>
        {
            var pooled = new NpgsqlConnectionStringBuilder(connection.ConnectionString)
            {
                MaxPoolSize = builder.Configuration.GetValue("Postgres:MaxPoolSize", MaxPoolSize),
                Options = Timeouts,
                MaxAutoPrepare = Statements,
                // Nobody leaves a setting or a lock of the session behind that would have to be undone with each use.
                NoResetOnClose = true,
            };
            var source = new NpgsqlDataSourceBuilder(pooled.ConnectionString);
            source.UseLoggerFactory(s.GetRequiredService<ILoggerFactory>());
            return source.Build();
        });
        builder.Services.AddHostedService(s => new Migrator(connection.ConnectionString, schema, assembly, s.GetRequiredService<ILogger<Migrator>>()));
        builder.Services.AddSingleton<Outbox>();
        builder.Services.AddHostedService<OutboxRelay>();
        builder.Services.AddHealthChecks().AddCheck<PostgresHealth>("postgres");
        return builder.Services;
    }

    private sealed class PostgresHealth(NpgsqlDataSource database) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            await using var connection = await database.OpenConnectionAsync(cancellationToken);
            await connection.ExecuteScalarAsync<int>(new CommandDefinition("select 1", cancellationToken: cancellationToken));
            return HealthCheckResult.Healthy();
        }
    }
}
