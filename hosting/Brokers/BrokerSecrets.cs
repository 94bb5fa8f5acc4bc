namespace Yilai.Hosting.Brokers;

/// <summary>The secrets by which component files reach a broker.</summary>
internal static class BrokerSecrets
{
    public const string Redis = "redis";
    public const string RabbitMq = "rabbitmq";
    public const string RedisHost = "redis-host";
    public const string RedisPassword = "redis-password";
    public const string RabbitMqUrl = "rabbitmq-url";

    /// <summary>What a broker's connection string comes to.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Of(string broker, string connectionString)
    {
        if (broker == RabbitMq)
        {
            return [new(RabbitMqUrl, connectionString)];
        }
        if (Uri.TryCreate(connectionString, UriKind.Absolute, out var url) && url.Scheme is "redis")
        {
            return [new(RedisHost, url.Authority[(url.UserInfo.Length > 0 ? url.UserInfo.Length + 1 : 0)..]), new(RedisPassword, Uri.UnescapeDataString(url.UserInfo.Split(':', 2)[^1]))];
        }
        // host:port,host:port,password=…,other=…
        var parts = connectionString.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var password = parts.FirstOrDefault(p => p.StartsWith("password=", StringComparison.OrdinalIgnoreCase))?["password=".Length..] ?? "";
        return [new(RedisHost, string.Join(',', parts.Where(p => !p.Contains('=', StringComparison.Ordinal)))), new(RedisPassword, password)];
    }
}
