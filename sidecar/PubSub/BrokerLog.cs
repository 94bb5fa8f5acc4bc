namespace Yilai.Sidecar.PubSub;

/// <summary>What is said about outside brokers.</summary>
internal static partial class BrokerLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Topic {Topic} cannot be read for {Consumer} at the moment: {Reason}")]
    public static partial void CannotRead(this ILogger log, string topic, string consumer, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "An event of topic {Topic} could not be acknowledged for {Consumer} and will come again: {Reason}")]
    public static partial void CannotAcknowledge(this ILogger log, string topic, string consumer, string reason);
}

/// <summary>A broker did not take a message.</summary>
internal sealed class PublishException(string message, Exception cause) : Exception(message, cause);
