using Google.Protobuf;
using Grpc.Core;
using Prometheus;

namespace Yilai.Sidecar.Telemetry;

/// <summary>gRPC in both directions.</summary>
internal sealed class RpcMetrics(MetricFamilies families)
{
    private readonly Timed probes = families.Timed("grpc_io_healthprobes_completed_count", "grpc_io_healthprobes_roundtrip_latency", "Health probes of the app", "grpc_client_status");

    public Side Server { get; } = new(
        families.Timed("grpc_io_server_completed_rpcs", "grpc_io_server_server_latency", "Calls of the gRPC API", "grpc_server_method", "grpc_server_status"),
        families.Size("grpc_io_server_received_bytes_per_rpc", "Requests of the gRPC API", "grpc_server_method"),
        families.Size("grpc_io_server_sent_bytes_per_rpc", "Answers of the gRPC API", "grpc_server_method"));

    public Side Client { get; } = new(
        families.Timed("grpc_io_client_completed_rpcs", "grpc_io_client_roundtrip_latency", "Calls of the app", "grpc_client_method", "grpc_client_status"),
        families.Size("grpc_io_client_sent_bytes_per_rpc", "Requests to the app", "grpc_client_method"),
        families.Size("grpc_io_client_received_bytes_per_rpc", "The app's answers", "grpc_client_method"));

    public void Probed(StatusCode status, long since) => probes.Add(since, Name(status));

    /// <summary>Go spells one of them in its own way.</summary>
    private static string Name(StatusCode status) => status == StatusCode.Cancelled ? "Canceled" : Enum.GetName(status) ?? "Unknown";

    internal sealed record Side(Timed Calls, Histogram Requests, Histogram Answers)
    {
        public void Add(string method, StatusCode status, IMessage request, IMessage? answer, long since)
        {
            Add(method, status, since);
            Requests.WithLabels([method]).Observe(request.CalculateSize());
            Answers.WithLabels([method]).Observe(answer?.CalculateSize() ?? 0);
        }

        /// <summary>A call whose messages are passed on unread.</summary>
        public void Add(string method, StatusCode status, long since) => Calls.Add(since, method, Name(status));
    }
}
