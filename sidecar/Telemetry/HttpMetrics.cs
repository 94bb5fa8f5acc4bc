using System.Collections.Concurrent;
using System.Globalization;
using Prometheus;

namespace Yilai.Sidecar.Telemetry;

/// <summary>HTTP in both directions: requests of the app, and requests to it. A body of unknown length counts as empty.</summary>
internal sealed class HttpMetrics(MetricFamilies families)
{
    /// <summary>Paths with ids in them would fill the memory; what is new after so many has no path.</summary>
    private const int MostKept = 2_000;

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

    private int kept;

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

    public void Probed(int status, long since) => probes.Add(since, Text(status));

    /// <summary>By the path as it is, and the first time by its label.</summary>
    private Bound Find(ConcurrentDictionary<(string Method, string Path, int Status), Bound> known, string method, string path, int status)
    {
        var asked = (method, families.Settings.WithPaths ? path : "", status);
        if (known.TryGetValue(asked, out var bound))
            return bound;
        var isFull = Volatile.Read(ref kept) >= MostKept;
        var key = (!families.Settings.WithVerbs ? "" : Verbs.Contains(method) ? method : "UNKNOWN", asked.Item2.Length > 0 ? PathLabel.Of(path) : "", status);
        if (isFull && !known.ContainsKey(key))
            key.Item2 = "";
        bound = known.GetOrAdd(key, known == served ? Server : Client);
        if (isFull)
            return bound;
        known.TryAdd(asked, bound);
        Interlocked.Increment(ref kept);
        return bound;
    }

    private Bound Server((string Method, string Path, int Status) of)
    {
        var status = Text(of.Status);
        var (count, latency) = server.Bind(of.Method, of.Path, status);
        return new Bound(count, latency, answers?.WithLabels(of.Method, of.Path, status), null);
    }

    private Bound Client((string Method, string Path, int Status) of)
    {
        var (count, latency) = client.Bind(of.Method, of.Path, Text(of.Status));
        return new Bound(count, latency, null, sentBytes.WithLabels(of.Method, of.Path, "")); // daprd counts these before there is a status.
    }

    private static string Text(int status) => status.ToString(CultureInfo.InvariantCulture);
}
