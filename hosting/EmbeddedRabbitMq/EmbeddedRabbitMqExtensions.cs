using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Yilai.Hosting.Brokers;

namespace Yilai.Hosting.EmbeddedRabbitMq;

/// <summary>Adds RabbitMQ without a container.</summary>
public static class EmbeddedRabbitMqExtensions
{
    /// <summary>Adds a RabbitMQ: the one that configuration names (<c>ConnectionStrings:name</c>), else one that this application runs.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">Its name.</param>
    /// <param name="folder">Where its data is to be.</param>
    public static IResourceBuilder<IResourceWithConnectionString> AddEmbeddedRabbitMq(this IDistributedApplicationBuilder builder, string name, string folder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (builder.Configuration.GetConnectionString(name) is not null)
        {
            return builder.AddConnectionString(name);
        }
        var rabbitmq = new EmbeddedRabbitMqResource(name, folder);
        builder.Services.AddHealthChecks().Add(new HealthCheckRegistration(name, new PortHealthCheck(rabbitmq.Endpoint), HealthStatus.Unhealthy, tags: null));
        return builder.AddResource(rabbitmq)
            .WithEndpoint(name: "tcp", scheme: "tcp", isProxied: false)
            .WithEndpoint("tcp", endpoint => endpoint.TargetHost = "127.0.0.1")
            .WithPreparation((_, _, _) =>
            {
                RabbitMqServer.Demand();
                return Task.CompletedTask;
            })
            .WithArgs(async context =>
            {
                foreach (var argument in await rabbitmq.ArgumentsAsync(context.CancellationToken))
                {
                    context.Args.Add(argument);
                }
            })
            .WithHealthCheck(name);
    }
}
