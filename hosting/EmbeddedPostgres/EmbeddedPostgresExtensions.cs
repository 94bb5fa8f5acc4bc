using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace Yilai.Hosting.EmbeddedPostgres;

/// <summary>Adds PostgreSQL without a container.</summary>
public static class EmbeddedPostgresExtensions
{
    /// <summary>Adds a PostgreSQL: the one that configuration names (<c>ConnectionStrings:name</c>), else one that this application runs.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">Its name.</param>
    /// <param name="folder">Where its data is to be.</param>
    /// <param name="database">The database in it that others use; made if missing.</param>
    public static IResourceBuilder<IResourceWithConnectionString> AddEmbeddedPostgres(
        this IDistributedApplicationBuilder builder, string name, string folder, string database)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (builder.Configuration.GetConnectionString(name) is not null)
        {
            return builder.AddConnectionString(name);
        }
        var postgres = new EmbeddedPostgresResource(name, folder, database);
        builder.Services.AddHealthChecks().Add(new HealthCheckRegistration(name, new PostgresHealthCheck(postgres), HealthStatus.Unhealthy, tags: null));
        return builder.AddResource(postgres)
            .WithEndpoint(name: "tcp", scheme: "tcp", isProxied: false)
            .WithEndpoint("tcp", endpoint => endpoint.TargetHost = "127.0.0.1")
            .WithPreparation(async (resource, say, cancellationToken) =>
                resource.Cluster ??= await PostgresCluster.OpenAsync(await PostgresBinaries.FindAsync(say, cancellationToken), resource.Folder, cancellationToken))
            .WithArgs(async context =>
            {
                foreach (var argument in await postgres.ArgumentsAsync(context.CancellationToken))
                {
                    context.Args.Add(argument);
                }
            })
            .WithHealthCheck(name)
            .OnResourceReady(async (resource, _, cancellationToken) => await CreateDatabaseAsync(resource, cancellationToken));
    }

    private static async Task CreateDatabaseAsync(EmbeddedPostgresResource postgres, CancellationToken cancellationToken)
    {
        await using var source = NpgsqlDataSource.Create((await postgres.For("postgres").GetValueAsync(cancellationToken))!);
        await using var find = source.CreateCommand("select true from pg_database where datname = $1");
        find.Parameters.Add(new NpgsqlParameter { Value = postgres.Database });
        if (await find.ExecuteScalarAsync(cancellationToken) is null)
        {
            await using var create = source.CreateCommand($"create database \"{postgres.Database}\"");
            await create.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}
