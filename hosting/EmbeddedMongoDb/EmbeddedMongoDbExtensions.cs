using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Yilai.Hosting.EmbeddedMongoDb;

/// <summary>Adds MongoDB without a container.</summary>
public static class EmbeddedMongoDbExtensions
{
    /// <summary>Adds a MongoDB: the one that configuration names (<c>ConnectionStrings:name</c>), else one that this application runs.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">Its name.</param>
    /// <param name="folder">Where its data is to be.</param>
    /// <param name="database">The database in it that others use.</param>
    public static IResourceBuilder<IResourceWithConnectionString> AddEmbeddedMongoDb(
        this IDistributedApplicationBuilder builder, string name, string folder, string database)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (builder.Configuration.GetConnectionString(name) is not null)
        {
            return builder.AddConnectionString(name);
        }
        var mongodb = new EmbeddedMongoDbResource(name, folder, database);
        builder.Services.AddHealthChecks().Add(new HealthCheckRegistration(name, new MongoHealthCheck(mongodb), HealthStatus.Unhealthy, tags: null));
        return builder.AddResource(mongodb)
            .WithEndpoint(name: "tcp", scheme: "tcp", isProxied: false)
            .WithEndpoint("tcp", endpoint => endpoint.TargetHost = "127.0.0.1")
            .WithPreparation(async (_, say, cancellationToken) => await MongoEngine.InstallAsync(say, cancellationToken))
            .WithArgs(async context =>
            {
                foreach (var argument in await mongodb.ArgumentsAsync(context.CancellationToken))
                {
                    context.Args.Add(argument);
                }
            })
            .WithHealthCheck(name);
    }
}
