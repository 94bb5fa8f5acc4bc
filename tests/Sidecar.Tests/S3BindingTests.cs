using System.Text;
using System.Text.Json;
using Dapr;
using Dapr.Client;
using Yilai.Sidecar.Tests.Support;
using static Yilai.Sidecar.Tests.Support.ComponentYaml;

namespace Yilai.Sidecar.Tests;

public sealed class S3BindingTests : IAsyncLifetime
{
    private S3Server s3 = null!;
    private TestSidecar sidecar = null!;
    private DaprClient dapr = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        s3 = await S3Server.StartAsync();
        sidecar = await TestSidecar.StartAsync(Bucket("s3", s3.Address), ("app", 0));
        dapr = sidecar.Dapr("app");
    }

    public async ValueTask DisposeAsync()
    {
        dapr.Dispose();
        await sidecar.DisposeAsync();
        await s3.DisposeAsync();
    }

    [Fact]
    public async Task Create_ThenGetAndDelete_KeepsTheBytes()
    {
        var bytes = Enumerable.Range(0, 256).Select(i => (byte)i).ToArray();

        var created = await InvokeAsync("create", bytes, ("key", "目录/a b.bin"), ("Content-Type", "image/png"), ("tags", "a=1, b=2"), ("storageClass", "STANDARD_IA"));
        var got = await InvokeAsync("get", [], ("key", "目录/a b.bin"));
        var encoded = await InvokeAsync("get", [], ("key", "目录/a b.bin"), ("encodeBase64", "true"));
        await InvokeAsync("delete", [], ("key", "目录/a b.bin"));
        var gone = await Assert.ThrowsAsync<DaprException>(() => InvokeAsync("get", [], ("key", "目录/a b.bin")));

        Assert.Equal($$"""{"location":"{{s3.Address}}/bucket/目录/a b.bin","versionID":null}""", Encoding.UTF8.GetString(created.Data.Span));
        Assert.Equal("目录/a b.bin", created.Metadata["key"]);
        Assert.Equal(bytes, got.Data.ToArray());
        Assert.Equal(Convert.ToBase64String(bytes), Encoding.ASCII.GetString(encoded.Data.Span));
        Assert.Contains("error invoking output binding s3: object not found", gone.InnerException!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_TellsS3WhatItIsTold()
    {
        await InvokeAsync("create", "\"aGVsbG8=\""u8.ToArray(), ("key", "k"), ("decodeBase64", "true"), ("Content-Type", "image/png"), ("tags", "a=1, b=2"), ("storageClass", "STANDARD_IA"));

        Assert.Equal(("hello", "image/png", "a=1&b=2", "STANDARD_IA"), s3.Objects["k"] is var o ? (Encoding.UTF8.GetString(o.Data), o.ContentType, o.Tags, o.StorageClass) : default);
    }

    [Fact]
    public async Task Create_WithoutKey_MakesOne()
    {
        var created = await InvokeAsync("create", "x"u8.ToArray());

        Assert.Equal("x"u8.ToArray(), s3.Objects[created.Metadata["key"]].Data);
    }

    [Fact]
    public async Task List_WithPrefix_HasDaprsNames()
    {
        foreach (var key in (string[])["a/1", "a/2", "b/1"])
            await InvokeAsync("create", "text"u8.ToArray(), ("key", key));

        var all = Json(await InvokeAsync("list", []));
        var some = Json(await InvokeAsync("list", """{"prefix":"a/","maxResults":1}"""u8.ToArray()));

        Assert.Equal(["a/1", "a/2", "b/1"], all.GetProperty("Contents").EnumerateArray().Select(o => o.GetProperty("Key").GetString()));
        Assert.Equal(4, all.GetProperty("Contents")[0].GetProperty("Size").GetInt64());
        Assert.Equal("a/1", Assert.Single(some.GetProperty("Contents").EnumerateArray()).GetProperty("Key").GetString());
        Assert.True(some.GetProperty("IsTruncated").GetBoolean());
    }

    [Fact]
    public async Task Presign_GivesAnAddress_ThatNeedsNoKey()
    {
        await InvokeAsync("create", "text"u8.ToArray(), ("key", "k"));

        var address = Json(await InvokeAsync("presign", [], ("key", "k"), ("presignTTL", "15m"))).GetProperty("presignURL").GetString()!;
        using var http = new HttpClient();

        Assert.Contains("X-Amz-Expires=", address, StringComparison.Ordinal);
        Assert.Equal("text", await http.GetStringAsync(new Uri(address), Cancellation));
    }

    [Theory]
    [InlineData("get", "{}", "required metadata 'key' missing")]
    [InlineData("delete", "{}", "required metadata 'key' missing")]
    [InlineData("presign", """{"key":"k"}""", "required metadata 'presignTTL' missing")]
    [InlineData("presign", """{"key":"k","presignTTL":"soon"}""", "cannot parse duration soon")]
    [InlineData("create", """{"key":"k","tags":"a"}""", "invalid tag format: 'a'")]
    [InlineData("create", """{"key":"k","decodeBase64":"true"}""", "create failed")]
    [InlineData("create", """{"key":"k","filePath":"/nowhere/at/all"}""", "create failed")]
    [InlineData("list", "{}", "unable to parse Data property")]
    public async Task BadRequest_SaysWhatIsWrong(string operation, string metadata, string expected)
    {
        var error = await Assert.ThrowsAsync<DaprException>(() => InvokeAsync(
            operation, "[no json"u8.ToArray(), [.. JsonSerializer.Deserialize<Dictionary<string, string>>(metadata)!.Select(m => (m.Key, m.Value))]));

        Assert.Contains(expected, error.InnerException!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ServerIsAway_IsToldClearly()
    {
        await using var lonely = await TestSidecar.StartAsync(Bucket("s3", "http://127.0.0.1:1"), ("app", 0));
        using var client = lonely.Dapr("app");

        var error = await Assert.ThrowsAsync<DaprException>(() => client.InvokeBindingAsync(new BindingRequest("s3", "get") { Metadata = { ["key"] = "k" } }, Cancellation));

        Assert.Contains("s3 binding error: get failed", error.InnerException!.Message, StringComparison.Ordinal);
    }

    private static string Bucket(string name, string endpoint) => Component(
        name, "bindings.aws.s3", "v1", ("bucket", "bucket"), ("region", "eu-x"), ("endpoint", endpoint), ("accessKey", "test-key"), ("secretKey", "secret"), ("forcePathStyle", "true"));

    private static JsonElement Json(BindingResponse response) => JsonSerializer.Deserialize<JsonElement>(response.Data.Span);

    private Task<BindingResponse> InvokeAsync(string operation, byte[] data, params (string Name, string Value)[] metadata)
    {
        var request = new BindingRequest("s3", operation) { Data = data };
        foreach (var (name, value) in metadata)
            request.Metadata[name] = value;
        return dapr.InvokeBindingAsync(request, Cancellation);
    }
}
