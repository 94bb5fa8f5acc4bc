using Yilai.Sidecar.Components;

namespace Yilai.Sidecar.PubSub;

/// <summary>A broker: takes messages for topics and hands them to every consumer.</summary>
internal interface IPubSub : IComponent
{
    /// <summary>Returns when the message is accepted: from then on the broker answers for it.</summary>
    Task PublishAsync(TopicMessage message, CancellationToken cancellation);

    /// <summary>
    /// Starts deliveries to a consumer of a topic; disposing ends them. Returns when nothing published from now on is missed;
    /// a broker that is away is not waited for long: the subscription comes about when it is back.
    /// </summary>
    Task<IAsyncDisposable> SubscribeAsync(TopicConsumer consumer, CancellationToken cancellation);
}

/// <summary>Who takes the messages of a topic; several of one name share them. It has use for at least so many at once.</summary>
internal sealed record TopicConsumer(string Name, string Topic, IReadOnlyDictionary<string, string> Metadata, MessageHandler Handler, int AtOnce = 1);

/// <summary>A broker that also keeps messages for consumers that are not there at the moment.</summary>
internal interface IRemembersConsumers
{
    /// <summary>Announces consumers whose topics are not known yet. Until they are, every message is kept for them.</summary>
    void Expect(IEnumerable<string> consumers);

    /// <summary>Says what a consumer wants, once it is known: these topics and no others.</summary>
    Task SettleAsync(string consumer, IReadOnlyCollection<string> topics, CancellationToken cancellation);

    /// <summary>Whether anybody is known to want the topic.</summary>
    bool IsWanted(string topic);
}

/// <summary>What goes over a broker.</summary>
internal sealed record TopicMessage(string Topic, ReadOnlyMemory<byte> Data, IReadOnlyDictionary<string, string> Metadata);

/// <summary>Hands a message over; the attempt counts from 1.</summary>
internal delegate Task<Verdict> MessageHandler(TopicMessage message, int attempt, CancellationToken cancellation);

/// <summary>What became of a delivery.</summary>
internal readonly record struct Verdict(VerdictKind Kind, TimeSpan Wait = default)
{
    /// <summary>Handled, one way or another: the broker may forget it.</summary>
    public static readonly Verdict Done = new(VerdictKind.Done);

    /// <summary>Not handled; when to try again is the broker's affair.</summary>
    public static readonly Verdict Refused = new(VerdictKind.Refused);

    /// <summary>The app is not there; it did not even see the message.</summary>
    public static readonly Verdict Absent = new(VerdictKind.Absent);

    /// <summary>Not handled; the policy wants another attempt after a wait.</summary>
    public static Verdict Again(TimeSpan wait) => new(VerdictKind.Again, wait);
}

/// <summary>The kinds of verdicts.</summary>
internal enum VerdictKind
{
    Done,
    Refused,
    Absent,
    Again,
}
