using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Yilai.Sidecar.Tests.BadInput;

/// <summary>What nobody should send.</summary>
internal static class Odd
{
    /// <summary>Texts where a name, a number, a duration or a time is wanted.</summary>
    public static readonly string[] Texts =
    [
        "", " ", "nobody", "\0", "a\nb", "a||b", "a/b", "#?\\", "..", "../../etc/passwd", "%00", "\U0001F600", "预约", "-1", "0", "99999999999999999999", "1e999", "NaN",
        "P1Y", "P99999999W", "R-1/PT1S", "PT", "2562047h", "-2562047h", "1h1", "@every 0s", "* * *", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z", "2026-13-45T99:00:00Z", "!!", "dapr.internal.x",
        new('x', 3000),
    ];

    /// <summary>Segments of a path as they go over the wire: the texts, and what no text is.</summary>
    public static readonly string[] Segments = [.. Texts.Where(t => t.Length > 0).Select(Uri.EscapeDataString), "%ff%fe", "%zz", "%", "%C3%28", "a+b", "%2e%2e", "%2F..%2F", new('y', 7000)];

    public static readonly string[] Queries =
    [
        "?", "?&&==", "?metadata.", "?metadata.ttlInSeconds=x", "?metadata.ttlInSeconds=-5", "?metadata.ttlInSeconds=99999999999", "?metadata.rawPayload=maybe", "?metadata.cloudevent.id=%00&metadata.cloudevent.source=%ff",
        "?consistency=never", "?concurrency=-1&consistency=", "?instanceID=%00", "?instanceID=a/b", "?instanceID=", "?dapr.workflow.start_time=yesterday", "?dapr.workflow.start_time=9999-12-31T23:59:59Z", "?appid=other", "?%zz=%ff", "?a=%ff%fe", "?" + new string('q', 4000),
    ];

    public static readonly string[] ContentTypes = ["text/plain", "application/xml", "nonsense", ";;;", "application/json; charset=none", "multipart/form-data", "application/cloudevents+json", "application/octet-stream", "application/grpc"];

    public static readonly string[] Verbs = ["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD", "BREW"];

    /// <summary>No JSON, or JSON that no route takes: where a body is read as JSON, these are refused.</summary>
    public static readonly byte[][] Refused =
        [.. new[] { "no json", "5", "\"text\"", "true", "{\"a\":", "[", "1e999", "{\"a\" 1}", "'x'", new string('[', 5000), "[5]", "[[]]" }.Select(Encoding.UTF8.GetBytes), [0xFF, 0xFE, 0x00], [0xC3, 0x28]];

    /// <summary>Well-formed bodies of the API. Whatever takes one is given it with each of its parts exchanged for each odd value.</summary>
    private static readonly string[] Templates =
    [
        """[{"key":"k","value":1,"etag":"1","metadata":{"ttlInSeconds":"100"},"options":{"concurrency":"last-write","consistency":"strong"}}]""",
        """{"keys":["k"],"parallelism":1,"metadata":{"a":"b"}}""",
        """{"operations":[{"operation":"upsert","request":{"key":"k2","value":1,"metadata":{"ttlInSeconds":"100"},"options":{"concurrency":"last-write"}}},{"operation":"delete","request":{"key":"k3"}}],"metadata":{"a":"b"}}""",
        """{"operation":"create","data":"x","metadata":{"fileName":"f"}}""",
        """{"dueTime":"1h","period":"R5/PT1H","ttl":"20h","data":{"a":1},"overwrite":true,"callback":"c"}""",
        """[{"entryId":"1","event":{"a":1},"contentType":"application/json","metadata":{"a":"b"}},{"entryId":"2","event":"text","contentType":"text/plain"}]""",
        """[{"operation":"upsert","request":{"key":"k","value":1}},{"operation":"delete","request":{"key":"k2"}}]""",
        """{"id":"1","source":"s","type":"t","specversion":"1.0","datacontenttype":"application/json","data":{"a":1},"data_base64":"AA==","traceparent":"00-1-2-3","expiration":"2026-01-01T00:00:00Z"}""",
    ];

    private static readonly string[] Values =
    [
        "null", "true", "0", "-1", "1e999", "99999999999999999999999", "[]", "{}", "[null]", "{\"a\":null}", "{\"\":{}}", "\"\\ud800\"", "\"!!not base64\"", "\"\"", "\"nobody\"", "\"\\u0000\"", "\"a||b\"", "\"-1\"", "\"99999999999999999999\"",
        "\"P1Y\"", "\"PT\"", "\"2562047h\"", "\"-2562047h\"", "\"9999-12-31T23:59:59Z\"", JsonSerializer.Serialize(new string('x', 3000)),
    ];

    public static IReadOnlyList<string> WellFormed => Templates;

    /// <summary>A body with each of its values in turn exchanged for each odd one, and each of its names for another.</summary>
    public static IEnumerable<byte[]> Mutations(string template)
    {
        const string mark = "\"\u0001\"";
        var parts = Paths(JsonNode.Parse(template)!).Count();
        for (var part = 0; part < parts; part++)
        {
            var root = JsonNode.Parse(template)!;
            Paths(root).ElementAt(part).ReplaceWith("\u0001");
            var text = root.ToJsonString().Replace("\"\\u0001\"", mark, StringComparison.Ordinal);
            foreach (var value in Values)
                yield return Encoding.UTF8.GetBytes(text.Replace(mark, value, StringComparison.Ordinal));
        }
        foreach (var name in new[] { "\\ud800", "\\u0000", "", "Key" })
            yield return Encoding.UTF8.GetBytes(template.Replace("\"key\"", $"\"{name}\"", StringComparison.Ordinal).Replace("\"a\"", $"\"{name}\"", StringComparison.Ordinal));
    }

    private static IEnumerable<JsonNode> Paths(JsonNode node) => node switch
    {
        JsonObject named => named.SelectMany(p => Paths(p.Value!).Prepend(p.Value!)),
        JsonArray list => list.SelectMany(i => Paths(i!).Prepend(i!)),
        _ => [],
    };
}
