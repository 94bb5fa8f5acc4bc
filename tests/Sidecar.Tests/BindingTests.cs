using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Dapr.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Yilai.Sidecar.Tests.Support;
using static Yilai.Sidecar.Tests.Support.ComponentYaml;

namespace Yilai.Sidecar.Tests;

public sealed class BindingTests
{
    private static readonly string Storage = Component("sms", "bindings.localstorage", "v1", ("rootPath", "sms"));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task LocalStorage_CreateBySdk_WritesTheTextWithoutItsQuotes()
    {
        await using var sidecar = await TestSidecar.StartAsync(Storage, ("app", 0));
        using var dapr = sidecar.Dapr("app");

        await dapr.InvokeBindingAsync(
            "sms", "create", "【医来】验证码 123456。（13800000001）", new Dictionary<string, string> { ["fileName"] = "a/1.txt", ["toNumber"] = "13800000001" }, Cancellation);

        Assert.Equal("【医来】验证码 123456。（13800000001）", await File.ReadAllTextAsync(Path.Combine(sidecar.Folder, "sms/a/1.txt"), Cancellation));
    }

    [Fact]
    public async Task LocalStorage_GetListDelete_WorkByHttp()
    {
        await using var sidecar = await TestSidecar.StartAsync(Storage, ("app", 0));
        using var http = sidecar.Http("app");

        using var created = await PostAsync(http, """{"operation":"create","data":{"a":"一"},"metadata":{"fileName":"x.json"}}""");
        using var got = await PostAsync(http, """{"operation":"get","metadata":{"fileName":"x.json"}}""");
        using var list = await PostAsync(http, """{"operation":"list"}""");
        using var deleted = await PostAsync(http, """{"operation":"delete","metadata":{"fileName":"x.json"}}""");
        using var gone = await PostAsync(http, """{"operation":"get","metadata":{"fileName":"x.json"}}""");

        Assert.Equal("""{"fileName":"x.json"}""", await created.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal("""{"a":"一"}""", await got.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal([Path.Combine(sidecar.Folder, "sms/x.json")], await list.Content.ReadFromJsonAsync<string[]>(Cancellation) ?? []);
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        Assert.Equal(HttpStatusCode.InternalServerError, gone.StatusCode);
        Assert.Equal("""{"errorCode":"ERR_INVOKE_OUTPUT_BINDING","message":"error invoking output binding sms: file not found: x.json"}""", await gone.Content.ReadAsStringAsync(Cancellation));
    }

    [Theory]
    [InlineData("\"aGVsbG8=\"", "hello")] // Whatever happens to be base64 is decoded.
    [InlineData("\"line\\nbreak \\u4f60\"", "line\nbreak 你")]
    [InlineData("\"\\ud83d\\ude00!\"", "\"\\ud83d\\ude00!\"")] // A surrogate pair in escapes is no Go literal: the text stays as it came.
    [InlineData("{\"a\":1}", "{\"a\":1}")]
    public async Task LocalStorage_Create_HasTheQuirksOfDapr(string data, string expected)
    {
        await using var sidecar = await TestSidecar.StartAsync(Storage, ("app", 0));
        using var dapr = sidecar.Dapr("app");

        await dapr.InvokeBindingAsync(new BindingRequest("sms", "create") { Data = Encoding.UTF8.GetBytes(data), Metadata = { ["fileName"] = "f" } }, Cancellation);

        Assert.Equal(expected, await File.ReadAllTextAsync(Path.Combine(sidecar.Folder, "sms/f"), Cancellation));
    }

    [Theory]
    [InlineData("../../etc/passwd", "etc/passwd")]
    [InlineData("/abs/./file", "abs/file")]
    [InlineData("a/../../../b", "b")]
    public async Task LocalStorage_NamesThatClimb_StayInside(string name, string expected)
    {
        await using var sidecar = await TestSidecar.StartAsync(Storage, ("app", 0));
        using var dapr = sidecar.Dapr("app");

        await dapr.InvokeBindingAsync("sms", "create", "text!", new Dictionary<string, string> { ["fileName"] = name }, Cancellation);

        Assert.True(File.Exists(Path.Combine(sidecar.Folder, "sms", expected)));
    }

    [Theory]
    [InlineData("sms", """{"operation":"fly"}""", 500, "ERR_INVOKE_OUTPUT_BINDING")]
    [InlineData("sms", """{"data":1}""", 500, "ERR_INVOKE_OUTPUT_BINDING")]
    [InlineData("nope", """{"operation":"create"}""", 500, "ERR_INVOKE_OUTPUT_BINDING")]
    [InlineData("sms", """{"operation":"get"}""", 500, "ERR_INVOKE_OUTPUT_BINDING")]
    [InlineData("sms", "no json", 400, "ERR_MALFORMED_REQUEST")]
    [InlineData("sms", """{"operation":"create","metadata":{"fileName":"a\u0000b"}}""", 500, "ERR_INVOKE_OUTPUT_BINDING")]
    public async Task Http_BadRequest_AnswersLikeDaprd(string binding, string body, int status, string code)
    {
        await using var sidecar = await TestSidecar.StartAsync(Storage, ("app", 0));
        using var http = sidecar.Http("app");

        using var response = await http.PostAsync($"/v1.0/bindings/{binding}", new StringContent(body, Encoding.UTF8, "application/json"), Cancellation);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(code, (await response.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("errorCode").GetString());
    }

    [Fact]
    public async Task Http_CallsTheAddress_AndTellsOfFailuresWithTheirAnswer()
    {
        await using var other = await TestApp.StartAsync(a =>
        {
            a.MapPost("/send/now", async (HttpContext c) => $"{c.Request.Headers["X-Key"]} {await new StreamReader(c.Request.Body).ReadToEndAsync()}");
            a.MapPost("/send/no", () => Results.Text("why", statusCode: 422));
        });
        await using var sidecar = await TestSidecar.StartAsync(Component("out", "bindings.http", "v1", ("url", $"http://127.0.0.1:{other.Port}/send")), ("app", 0));
        using var dapr = sidecar.Dapr("app");
        using var http = sidecar.Http("app");

        var answer = await dapr.InvokeBindingAsync(
            new BindingRequest("out", "create") { Data = "{}"u8.ToArray(), Metadata = { ["path"] = "/now", ["X-Key"] = "k" } }, Cancellation);
        using var failed = await PostAsync(http, """{"operation":"post","data":{},"metadata":{"path":"no"}}""", "out");

        Assert.Equal("k {}", Encoding.UTF8.GetString(answer.Data.Span));
        Assert.Equal("200", answer.Metadata["statusCode"]);
        Assert.Equal(HttpStatusCode.InternalServerError, failed.StatusCode);
        Assert.Equal("422", failed.Headers.GetValues("metadata.statusCode").Single());
    }

    [Fact]
    public async Task Cron_CallsTheAppAtItsTimes_AndStopsWithIt()
    {
        var calls = new ConcurrentQueue<(string? Time, string Token)>();
        await using var app = await TestApp.StartAsync(a => a.MapPost("/tick", (HttpContext c) => calls.Enqueue((c.Request.Headers["readTimeUTC"], c.Request.Headers["dapr-api-token"]!))));
        await using var sidecar = await TestSidecar.StartAsync(
            Documents(Component("tick", "bindings.cron", "v1", ("schedule", "@every 1s")), Component("unwanted", "bindings.cron", "v1", ("schedule", "* * * * * *"))),
            o => o with { AppApiToken = "secret" }, ("app", app.Port));

        await WaitFor.ConditionAsync(() => calls.Count >= 2);

        Assert.All(calls, c => Assert.Equal("secret", c.Token));
        Assert.All(calls, c => Assert.EndsWith("+0000 UTC", c.Time, StringComparison.Ordinal));
    }

    private static Task<HttpResponseMessage> PostAsync(HttpClient http, string json, string binding = "sms") =>
        http.PostAsync($"/v1.0/bindings/{binding}", new StringContent(json, Encoding.UTF8, "application/json"), Cancellation);
}
