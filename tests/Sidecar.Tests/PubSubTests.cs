using Yilai.TestSupport;
using static Yilai.Sidecar.Tests.Support.ComponentYaml;

namespace Yilai.Sidecar.Tests;

public sealed class InMemoryPubSubTests : PubSubContract
{
    protected override Task<string> ComponentAsync() => Task.FromResult(Component("pubsub", "pubsub.in-memory"));
}

public sealed class RedisPubSubTests : OutsideBrokerContract
{
    protected override async Task<string> ComponentAsync() => Yaml(await TestRedis.SharedAsync(Cancellation));

    protected override async Task<(string Yaml, Func<Task> StopAsync, Func<Task> RestartAsync, IAsyncDisposable Broker)> OwnBrokerAsync()
    {
        var redis = await TestRedis.StartAsync();
        return (Yaml(redis), redis.StopAsync, redis.RestartAsync, redis);
    }

    internal static string Yaml(TestRedis redis) => Component(
        "pubsub", "pubsub.redis", "v1",
        ("redisHost", $"127.0.0.1:{redis.Port}"), ("redisPassword", redis.Password), ("processingTimeout", "2s"), ("redeliverInterval", "200ms"));
}

public sealed class RabbitMqPubSubTests : OutsideBrokerContract
{
    protected override async Task<string> ComponentAsync() => Yaml(await TestRabbitMq.SharedAsync(Cancellation));

    protected override async Task<(string Yaml, Func<Task> StopAsync, Func<Task> RestartAsync, IAsyncDisposable Broker)> OwnBrokerAsync()
    {
        var rabbit = await TestRabbitMq.StartAsync();
        return (Yaml(rabbit), rabbit.StopAsync, rabbit.RestartAsync, rabbit);
    }

    internal static string Yaml(TestRabbitMq rabbit) => Component(
        "pubsub", "pubsub.rabbitmq", "v1",
        ("connectionString", rabbit.Url), ("durable", "true"), ("deletedWhenUnused", "false"), ("deliveryMode", "2"), ("publisherConfirm", "true"),
        ("requeueInFailure", "true"), ("prefetchCount", "50"), ("reconnectWaitSeconds", "1s"));
}
