namespace Yilai.Sidecar.PubSub;

/// <summary>A message the broker answers for, and the consumers that still have to be done with it.</summary>
internal sealed record KeptMessage(long Id, TopicMessage Content, List<string> Owed)
{
    /// <summary>About what it takes in the journal.</summary>
    public long Size { get; } = 64 + Content.Data.Length + Content.Metadata.Sum(m => m.Key.Length + m.Value.Length);
}
