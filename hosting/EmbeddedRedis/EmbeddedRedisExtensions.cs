using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Yilai.Hosting.Brokers;

namespace Yilai.Hosting.EmbeddedRedis;

/// <summary>Adds Redis without a container.</summary>
public static class EmbeddedRedisExtensions
{
    /// <summary>Adds a Redis: the one that configuration names (<c>ConnectionStrings:name</c>), else one that this application runs.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">Its name.</param>
    /// <param name="folder">Where its data is to be.</param>
    public static IResourceBuilder<IResourceWithConnectionString> AddEmbeddedRedis(this IDistributedApplicationBuilder builder, string name, string folder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (builder.Configuration.GetConnectionString(name) is not null)
        {
            return builder.AddConnectionString(name);
        }
        var redis = new EmbeddedRedisResource(name, folder);
        builder.Services.AddHealthChecks().Add(new HealthCheckRegistration(name, new PortHealthCheck(redis.Endpoint), HealthStatus.Unhealthy, tags: null));
        return builder.AddResource(redis)
            .WithEndpoint(name: "tcp", scheme: "tcp", isProxied: false)
            .WithEndpoint("tcp", endpoint => endpoint.TargetHost = "127.0.0.1")
            .WithPreparation((_, _, _) =>
            {
                RedisServer.Demand();
                return Task.CompletedTask;
            })
            .WithArgs(async context =>
            {
                foreach (var argument in await redis.ArgumentsAsync(context.CancellationToken))
                {
                    context.Args.Add(argument);
                }
            })
            .WithHealthCheck(name);
    }
}
