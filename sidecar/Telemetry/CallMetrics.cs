using System.Collections.Concurrent;
using System.Globalization;
using Prometheus;

namespace Yilai.Sidecar.Telemetry;

/// <summary>Service invocation, on the side of the app that calls and on that of the app that is called.</summary>
internal sealed class CallMetrics(MetricFamilies families)
{
    private readonly Counter requestsSent = families.Count("runtime_service_invocation_req_sent_total", "Invocations of other apps", "dst_app_id", "type");
    private readonly Counter requestsReceived = families.Count("runtime_service_invocation_req_recv_total", "Invocations by other apps", "src_app_id");
    private readonly Counter answersSent = families.Count("runtime_service_invocation_res_sent_total", "Answers to other apps", "dst_app_id", "status");
    private readonly Counter answersReceived = families.Count("runtime_service_invocation_res_recv_total", "Answers of other apps", "src_app_id", "status", "type");
    private readonly Histogram latency = families.Latency("runtime_service_invocation_res_recv_latency_ms", "How long answers of other apps take", "src_app_id", "status");

    /// <summary>The calls of one app by another, with their labels bound beforehand: this is the busiest road.</summary>
    internal sealed class Pair(CallMetrics caller, string callerId, string calleeId, CallMetrics? callee, TimeProvider clock)
    {
        private readonly Counter.Child sent = caller.requestsSent.WithLabels(calleeId, "unary");
        private readonly Counter.Child? received = callee?.requestsReceived.WithLabels(callerId);
        private readonly ConcurrentDictionary<int, (Counter.Child Received, Histogram.Child Latency, Counter.Child? Sent)> answers = new();

        /// <returns>When it was, for the answer.</returns>
        public long Asked()
        {
            sent.Inc();
            received?.Inc();
            return clock.GetTimestamp();
        }

        public void Answered(int status, long since)
        {
            var answer = answers.GetOrAdd(status, static (status, pair) => pair.Bind(status.ToString(CultureInfo.InvariantCulture)), this);
            answer.Received.Inc();
            answer.Latency.Observe(clock.GetElapsedTime(since).TotalMilliseconds);
            answer.Sent?.Inc();
        }

        /// <summary>A stream that is passed on: of those only failures are told as answers, as with daprd.</summary>
        public void Streamed(int status)
        {
            caller.requestsSent.WithLabels(calleeId, "streaming").Inc();
            if (status != 0)
                caller.answersReceived.WithLabels(calleeId, status.ToString(CultureInfo.InvariantCulture), "streaming").Inc();
        }

        private (Counter.Child, Histogram.Child, Counter.Child?) Bind(string status) =>
            (caller.answersReceived.WithLabels(calleeId, status, "unary"), caller.latency.WithLabels(calleeId, status), callee?.answersSent.WithLabels(callerId, status));
    }
}
