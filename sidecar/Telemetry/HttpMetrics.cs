using System.Collections.Concurrent;
using System.Globalization;
using Prometheus;

namespace Yilai.Sidecar.Telemetry;

/// <summary>HTTP in both directions: requests of the app, and requests to it. A body of unknown length counts as empty.</summary>
internal sealed class HttpMetrics(MetricFamilies families)
{
    /// <summary>Paths with ids in them would fill the memory; what comes after so many has no path.</summary>
    private const int MostPaths = 10_000;

    private static readonly string[] Verbs = ["GET", "PUT", "POST", "PATCH", "DELETE", "HEAD", "OPTIONS", "CONNECT", "TRACE"];
    private static readonly string[] Labels = ["method", "path", "status"];

    private readonly ConcurrentDictionary<(string Method, string Path, int Status), Bound> served = new();
    private readonly ConcurrentDictionary<(string Method, string Path, int Status), Bound> sent = new();
    private readonly Timed server = families.Timed("http_server_request_count", "http_server_latency", "Requests of the HTTP API", Labels);
    private readonly Counter? answers = families.Settings.WithPaths ? families.Count("http_server_response_count", "Answers of the HTTP API", Labels) : null;
    private readonly Histogram requestBytes = families.Size("http_server_request_bytes", "Bodies of requests of the HTTP API");
    private readonly Histogram responseBytes = families.Size("http_server_response_bytes", "Bodies of answers of the HTTP API");
    private readonly Timed client = families.Timed("http_client_completed_count", "http_client_roundtrip_latency", "Requests to the app", Labels);
    private readonly Histogram sentBytes = families.Size("http_client_sent_bytes", "Bodies of requests to the app", Labels);
    private readonly Histogram receivedBytes = families.Size("http_client_received_bytes", "Bodies of the app's answers");
    private readonly Timed probes = families.Timed("http_healthprobes_completed_count", "http_healthprobes_roundtrip_latency", "Health probes of the app", "status");

    private sealed record Bound(Counter.Child Count, Histogram.Child Latency, Counter.Child? Answers, Histogram.Child? Sent);

    public void Served(HttpContext context, string path, long since)
    {
        var to = Find(served, context.Request.Method, path, context.Response.StatusCode);
        to.Count.Inc();
        to.Answers?.Inc();
        to.Latency.Observe(families.Clock.GetElapsedTime(since).TotalMilliseconds);
        requestBytes.Observe(context.Request.ContentLength ?? 0);
        responseBytes.Observe(context.Response.ContentLength ?? 0);
    }

    public void Sent(string method, string path, int status, long? request, long? response, long since)
    {
        var to = Find(sent, method, path, status);
        to.Count.Inc();
        to.Latency.Observe(families.Clock.GetElapsedTime(since).TotalMilliseconds);
        to.Sent!.Observe(request ?? 0);
        receivedBytes.Observe(response ?? 0);
    }

    public void Probed(int status, long since) => probes.Add(since, status.ToString(CultureInfo.InvariantCulture));

    private Bound Find(ConcurrentDictionary<(string Method, string Path, int Status), Bound> known, string method, string path, int status)
    {
        var key = (Method: families.Settings.WithVerbs ? method : "", Path: families.Settings.WithPaths ? PathLabel.Of(path) : "", Status: status);
        if (known.TryGetValue(key, out var bound))
            return bound;
        if (known.Count >= MostPaths)
            key.Path = "";
        if (key.Method.Length > 0 && !Verbs.Contains(key.Method))
            key.Method = "UNKNOWN";
        var text = status.ToString(CultureInfo.InvariantCulture);
        var (count, latency) = (known == served ? server : client).Bind(key.Method, key.Path, text);
        return known.GetOrAdd(key, known == served
            ? new Bound(count, latency, answers?.WithLabels(key.Method, key.Path, text), null)
            : new Bound(count, latency, null, sentBytes.WithLabels(key.Method, key.Path, ""))); // daprd counts these before there is a status.
    }
}
