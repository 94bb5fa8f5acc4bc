using System.Collections;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Yilai.Sidecar.Tests.BadInput;

/// <summary>Messages of any type in which one field is what it should not be, made from their descriptors.</summary>
internal static class OddMessages
{
    private const int Depth = 3;

    public static IEnumerable<IMessage> Of(MessageDescriptor type)
    {
        yield return Whole(type, Depth);
        foreach (var path in Paths(type, Depth))
            foreach (var value in Values(path[^1]))
            {
                var message = Whole(type, Depth);
                Set(message, path, value);
                yield return message;
            }
    }

    /// <summary>A message with something plausible in every field.</summary>
    private static IMessage Whole(MessageDescriptor type, int depth)
    {
        var message = type.Parser.ParseFrom(ByteString.Empty);
        foreach (var field in type.Fields.InDeclarationOrder())
            if (Usual(field, depth) is { } value)
                Put(message, field, value);
        return message;
    }

    private static object? Usual(FieldDescriptor field, int depth) => TypeOf(field) switch
    {
        FieldType.String => Plausible(field.Name),
        FieldType.Bytes => ByteString.CopyFromUtf8("{\"a\":1}"),
        FieldType.Message when depth > 0 => field.IsMap ? null : Whole(field.MessageType, depth - 1),
        _ => null,
    };

    /// <summary>What stands in fields where a message is otherwise as it should be.</summary>
    private static string Plausible(string field) => field switch
    {
        "store_name" => "statestore",
        "pubsub_name" => "pubsub",
        "actor_type" => SweptSidecar.ActorType,
        "id" => "app",
        "name" => "files",
        "operation" => "create",
        "operationType" or "operation_type" => "upsert",
        "due_time" => "1h",
        "period" => "R5/PT1H",
        "ttl" => "20h",
        "data_content_type" => "application/json",
        _ => "x",
    };

    private static IEnumerable<FieldDescriptor[]> Paths(MessageDescriptor type, int depth) => type.Fields.InDeclarationOrder().SelectMany(field =>
        field.FieldType == FieldType.Message && !IsWrapper(field) && !field.IsMap && depth > 0
            ? Paths(field.MessageType, depth - 1).Select(rest => (FieldDescriptor[])[field, .. rest]).Prepend([field])
            : [[field]]);

    private static IEnumerable<object?> Values(FieldDescriptor field) => TypeOf(field) switch
    {
        _ when field.IsMap => field.MessageType.FindFieldByNumber(2).FieldType == FieldType.String ? Odd.Texts.Take(20) : [],
        FieldType.Message => [null],
        FieldType.String => Odd.Texts,
        FieldType.Bytes => [ByteString.Empty, ByteString.CopyFrom(0xFF, 0xFE, 0x00), ByteString.CopyFromUtf8("no json"), ByteString.CopyFromUtf8("\"\\ud800\"")],
        FieldType.Int32 or FieldType.SInt32 or FieldType.SFixed32 => [-1, int.MinValue, int.MaxValue],
        FieldType.Int64 or FieldType.SInt64 or FieldType.SFixed64 => [-1L, long.MinValue, long.MaxValue],
        FieldType.UInt32 or FieldType.Fixed32 => [uint.MaxValue],
        FieldType.UInt64 or FieldType.Fixed64 => [ulong.MaxValue],
        FieldType.Double => [double.NaN, double.NegativeInfinity],
        FieldType.Float => [float.NaN, float.NegativeInfinity],
        FieldType.Bool => [true],
        FieldType.Enum => [Enum.ToObject(field.EnumType.ClrType, 99), Enum.ToObject(field.EnumType.ClrType, -1)],
        _ => [],
    };

    private static void Set(IMessage message, ReadOnlySpan<FieldDescriptor> path, object? value)
    {
        while (path.Length > 1)
        {
            var child = path[0].Accessor.GetValue(message);
            var inner = child switch
            {
                IList { Count: > 0 } list => (IMessage)list[0]!,
                IMessage there => there,
                _ => Whole(path[0].MessageType, 0),
            };
            if (child is not IMessage and not IList { Count: > 0 })
                Put(message, path[0], inner); // Another field of a oneof stood there.
            message = inner;
            path = path[1..];
        }
        if (value is null)
            path[0].Accessor.Clear(message);
        else
            Put(message, path[0], value);
    }

    private static void Put(IMessage message, FieldDescriptor field, object value)
    {
        if (field.Accessor.GetValue(message) is IDictionary map)
        {
            map[value] = value;
            map["ttlInSeconds"] = value;
            map["rawPayload"] = value;
            map["fileName"] = value;
        }
        else if (field.Accessor.GetValue(message) is IList list)
            (list.Count > 0 ? (Action)(() => list[0] = value) : () => list.Add(value))();
        else
            field.Accessor.SetValue(message, value);
    }

    /// <summary>Values that may be missing are set as what they wrap.</summary>
    private static bool IsWrapper(FieldDescriptor field) => field.FieldType == FieldType.Message && field.MessageType.File.Name == "google/protobuf/wrappers.proto";

    private static FieldType TypeOf(FieldDescriptor field) => IsWrapper(field) ? field.MessageType.FindFieldByNumber(1).FieldType : field.FieldType;
}
