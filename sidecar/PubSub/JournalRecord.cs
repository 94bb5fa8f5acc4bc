using System.Text;

namespace Yilai.Sidecar.PubSub;

/// <summary>What the journal holds, as bytes and back.</summary>
internal abstract record JournalRecord
{
    private const byte AcceptedKind = 1, FinishedKind = 2, SettledKind = 3, MarkKind = 4;

    internal sealed record AcceptedRecord(KeptMessage Message) : JournalRecord;

    internal sealed record FinishedRecord(long Id, string Consumer) : JournalRecord;

    internal sealed record SettledRecord(string Consumer, IReadOnlyCollection<string> Topics) : JournalRecord;

    internal sealed record MarkRecord(long LastId) : JournalRecord;

    /// <summary>A message, and who it is owed to.</summary>
    public static byte[] Accepted(KeptMessage message) => Write(AcceptedKind, writer =>
    {
        writer.Write(message.Id);
        writer.Write(message.Content.Topic);
        WriteList(writer, message.Owed);
        writer.Write7BitEncodedInt(message.Content.Metadata.Count);
        foreach (var (name, value) in message.Content.Metadata)
        {
            writer.Write(name);
            writer.Write(value);
        }
        writer.Write7BitEncodedInt(message.Content.Data.Length);
        writer.Write(message.Content.Data.Span);
    });

    /// <summary>A consumer is done with a message.</summary>
    public static byte[] Finished(long id, string consumer) => Write(FinishedKind, writer =>
    {
        writer.Write(id);
        writer.Write(consumer);
    });

    /// <summary>What a consumer wants.</summary>
    public static byte[] Settled(string consumer, IReadOnlyCollection<string> topics) => Write(SettledKind, writer =>
    {
        writer.Write(consumer);
        WriteList(writer, topics);
    });

    /// <summary>The last number given, so that it is never given again.</summary>
    public static byte[] Mark(long lastId) => Write(MarkKind, writer => writer.Write(lastId));

    /// <exception cref="IOException">The bytes are none of the above.</exception>
    public static JournalRecord Read(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes), Encoding.UTF8);
        return reader.ReadByte() switch
        {
            AcceptedKind => new AcceptedRecord(ReadMessage(reader)),
            FinishedKind => new FinishedRecord(reader.ReadInt64(), reader.ReadString()),
            SettledKind => new SettledRecord(reader.ReadString(), ReadList(reader)),
            MarkKind => new MarkRecord(reader.ReadInt64()),
            var kind => throw new IOException($"the journal has a record of kind {kind}, which a newer version may have written"),
        };
    }

    private static KeptMessage ReadMessage(BinaryReader reader)
    {
        var id = reader.ReadInt64();
        var topic = reader.ReadString();
        var owed = ReadList(reader);
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var left = reader.Read7BitEncodedInt(); left > 0; left--)
            metadata[reader.ReadString()] = reader.ReadString();
        var data = reader.ReadBytes(reader.Read7BitEncodedInt());
        return new KeptMessage(id, new TopicMessage(topic, data, metadata), owed);
    }

    private static void WriteList(BinaryWriter writer, IReadOnlyCollection<string> list)
    {
        writer.Write7BitEncodedInt(list.Count);
        foreach (var item in list)
            writer.Write(item);
    }

    private static List<string> ReadList(BinaryReader reader)
    {
        var list = new List<string>();
        for (var left = reader.Read7BitEncodedInt(); left > 0; left--)
            list.Add(reader.ReadString());
        return list;
    }

    private static byte[] Write(byte kind, Action<BinaryWriter> write)
    {
        using var buffer = new MemoryStream();
        using var writer = new BinaryWriter(buffer, Encoding.UTF8);
        writer.Write(kind);
        write(writer);
        writer.Flush();
        return buffer.ToArray();
    }
}
