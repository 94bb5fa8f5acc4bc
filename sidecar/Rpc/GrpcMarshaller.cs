using Google.Protobuf;
using Grpc.Core;

namespace Yilai.Sidecar.Rpc;

/// <summary>Reads and writes messages by their own code, with as few copies as gRPC allows.</summary>
internal static class GrpcMarshaller<T> where T : class, IMessage<T>, new()
{
    private static readonly MessageParser<T> Parser = new(() => new T());

    public static Marshaller<T> Instance { get; } = new(
        static (message, target) =>
        {
            target.SetPayloadLength(message.CalculateSize());
            message.WriteTo(target.GetBufferWriter());
            target.Complete();
        },
        static source =>
        {
            try
            {
                return Parser.ParseFrom(source.PayloadAsReadOnlySequence());
            }
            catch (InvalidProtocolBufferException error)
            {
                throw new RpcException(new Status(StatusCode.Internal, $"grpc: error unmarshalling: {error.Message}")); // As Go's servers say it.
            }
        });
}
