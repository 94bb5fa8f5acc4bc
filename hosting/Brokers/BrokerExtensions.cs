using Yilai.Hosting.Data;
using Yilai.Hosting.EmbeddedRabbitMq;
using Yilai.Hosting.EmbeddedRedis;

namespace Yilai.Hosting.Brokers;

/// <summary>Adds the brokers that component files ask for.</summary>
public static class BrokerExtensions
{
    /// <summary>A Redis, a RabbitMQ, both or none, as the secrets say that the files of this folder name.</summary>
    public static IReadOnlyList<IResourceBuilder<IResourceWithConnectionString>> AddBrokers(this IDistributedApplicationBuilder builder, string components, DataFolder data)
    {
        ArgumentNullException.ThrowIfNull(data);
        var wanted = ComponentFiles.SecretsNamedIn(components);
        var brokers = new List<IResourceBuilder<IResourceWithConnectionString>>();
        if (wanted.Contains(BrokerSecrets.RedisHost))
        {
            brokers.Add(builder.AddEmbeddedRedis(BrokerSecrets.Redis, data.PrivateFolder("redis")));
        }
        if (wanted.Contains(BrokerSecrets.RabbitMqUrl))
        {
            brokers.Add(builder.AddEmbeddedRabbitMq(BrokerSecrets.RabbitMq, data.PrivateFolder("rabbitmq")));
        }
        return brokers;
    }
}
