namespace Yilai.Contracts;

/// <summary>The names of the Dapr components that code may mention. What stands behind a name is component YAML's affair.</summary>
public static class ComponentNames
{
    /// <summary>Secret store with connection strings and keys.</summary>
    public const string SecretStore = "secretstore";

    /// <summary>State store for codes, tickets, nonces and caches; every entry has a TTL or an ETag.</summary>
    public const string StateStore = "statestore";

    /// <summary>Broker of the integration events.</summary>
    public const string PubSub = "pubsub";

    /// <summary>Output binding that sends a text message.</summary>
    public const string Sms = "sms";

    /// <summary>Output binding that sends a mail.</summary>
    public const string Mail = "mail";

    /// <summary>Output binding that posts to Alipay's gateway.</summary>
    public const string Alipay = "alipay";

    /// <summary>Cron input binding that fires once a minute.</summary>
    public const string EveryMinute = "every-minute";

    /// <summary>Cron input binding that fires twice an hour.</summary>
    public const string EveryHalfHour = "every-half-hour";

    /// <summary>Cron input binding that fires once an hour.</summary>
    public const string EveryHour = "every-hour";

    /// <summary>Topic that collects events no consumer could handle.</summary>
    public const string DeadLetterTopic = "dead-letters";
}
