using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Xml.Linq;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Yilai.Sidecar.Tests.Support;

/// <summary>As much of S3 as one bucket's objects need. It wants signed requests: in the header, or in the address.</summary>
internal sealed class S3Server : IAsyncDisposable
{
    private const string AccessKey = "test-key";

    private readonly ConcurrentDictionary<string, Stored> objects = new(StringComparer.Ordinal);
    private TestApp app = null!;

    internal sealed record Stored(byte[] Data, string? ContentType, string? Tags, string? StorageClass);

    public IReadOnlyDictionary<string, Stored> Objects => objects;

    public string Address => $"http://127.0.0.1:{app.Port}";

    public static async Task<S3Server> StartAsync()
    {
        var server = new S3Server();
        server.app = await TestApp.StartAsync(a =>
        {
            a.MapGet("/bucket", server.List);
            a.Map("/bucket/{**key}", server.HandleAsync);
        });
        return server;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task<IResult> HandleAsync(string key, HttpContext context)
    {
        if (!IsSigned(context.Request))
            return Error(403, "AccessDenied");
        switch (context.Request.Method)
        {
            case "PUT":
                using (var data = new MemoryStream())
                {
                    await context.Request.Body.CopyToAsync(data);
                    string? Header(string name) => context.Request.Headers[name] is [{ } value, ..] ? value : null;
                    if (Header("x-amz-content-sha256") != Convert.ToHexStringLower(SHA256.HashData(data.ToArray())))
                        return Error(400, "XAmzContentSHA256Mismatch");
                    objects[key] = new Stored(data.ToArray(), context.Request.ContentType, Header("x-amz-tagging"), Header("x-amz-storage-class"));
                }
                context.Response.Headers.ETag = "\"1\"";
                return Results.Ok();
            case "DELETE":
                objects.TryRemove(key, out _);
                return Results.NoContent();
            default:
                return objects.TryGetValue(key, out var found) ? Results.Bytes(found.Data, found.ContentType) : Error(404, "NoSuchKey");
        }
    }

    private IResult List(HttpContext context)
    {
        if (!IsSigned(context.Request))
            return Error(403, "AccessDenied");
        var query = context.Request.Query;
        var (prefix, marker) = (query["prefix"].ToString(), query["marker"].ToString());
        var limit = int.Parse(query["max-keys"].ToString(), CultureInfo.InvariantCulture);
        var keys = objects.Keys.Where(k => k.StartsWith(prefix, StringComparison.Ordinal) && string.CompareOrdinal(k, marker) > 0).Order(StringComparer.Ordinal).ToList();
        XNamespace space = "http://s3.amazonaws.com/doc/2006-03-01/";
        return Results.Text(
            new XElement(
                space + "ListBucketResult",
                new XElement(space + "Name", "bucket"),
                new XElement(space + "Prefix", prefix),
                new XElement(space + "MaxKeys", limit),
                new XElement(space + "IsTruncated", keys.Count > limit ? "true" : "false"),
                keys.Take(limit).Select(k => new XElement(space + "Contents", new XElement(space + "Key", k), new XElement(space + "Size", objects[k].Data.Length)))).ToString(),
            "application/xml");
    }

    private static bool IsSigned(HttpRequest request) =>
        request.Headers.Authorization.ToString().StartsWith($"AWS4-HMAC-SHA256 Credential={AccessKey}/", StringComparison.Ordinal)
            && request.Headers.Authorization.ToString().Contains("/eu-x/s3/aws4_request", StringComparison.Ordinal)
        || request.Query["X-Amz-Credential"].ToString().StartsWith(AccessKey, StringComparison.Ordinal) && request.Query["X-Amz-Signature"].ToString().Length == 64;

    private static IResult Error(int status, string code) =>
        Results.Text(new XElement("Error", new XElement("Code", code), new XElement("Message", code)).ToString(), "application/xml", statusCode: status);
}
