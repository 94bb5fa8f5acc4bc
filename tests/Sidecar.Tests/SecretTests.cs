using System.Net;
using Yilai.Sidecar.Tests.Support;
using static Yilai.Sidecar.Tests.Support.ComponentYaml;

namespace Yilai.Sidecar.Tests;

public sealed class SecretTests
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;

    private static Task<TestSidecar> StartAsync(string json, bool multiValued = false)
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("yilai-secrets-").FullName, "secrets.json");
        File.WriteAllText(file, json);
        return TestSidecar.StartAsync(
            Component("secretstore", "secretstores.local.file", "v1", ("secretsFile", file), ("multiValued", multiValued ? "true" : "false")), ("app", 0));
    }

    [Fact]
    public async Task GetSecret_BySdk_GivesTheValueUnderItsName()
    {
        await using var sidecar = await StartAsync("""{"data-key":"c2VjcmV0","nested":{"a":["x"]}}""");
        using var dapr = sidecar.Dapr("app");

        var secret = await dapr.GetSecretAsync("secretstore", "data-key", cancellationToken: Cancellation);
        var all = await dapr.GetBulkSecretAsync("secretstore", cancellationToken: Cancellation);

        Assert.Equal("c2VjcmV0", Assert.Single(secret, s => s.Key == "data-key").Value);
        Assert.Equal(["data-key", "nested:a:0"], all.Keys.Order());
        Assert.Equal("x", all["nested:a:0"]["nested:a:0"]);
    }

    [Fact]
    public async Task GetSecret_MultiValued_GivesEveryValue()
    {
        await using var sidecar = await StartAsync("""{"1001":{"keyId":"k1","key":"abc"}}""", multiValued: true);
        using var dapr = sidecar.Dapr("app");

        var secret = await dapr.GetSecretAsync("secretstore", "1001", cancellationToken: Cancellation);

        Assert.Equal("k1", secret["keyId"]);
        Assert.Equal("abc", secret["key"]);
    }

    [Theory]
    [InlineData("/v1.0/secrets/secretstore/a", HttpStatusCode.OK, """{"a":"1"}""")]
    [InlineData("/v1.0/secrets/secretstore/bulk", HttpStatusCode.OK, """{"a":{"a":"1"}}""")]
    [InlineData("/v1.0/secrets/nope/a", HttpStatusCode.Unauthorized, """{"errorCode":"ERR_SECRET_STORE_NOT_FOUND","message":"failed finding secret store with key nope"}""")]
    [InlineData("/v1.0/secrets/secretstore/b", HttpStatusCode.InternalServerError, """{"errorCode":"ERR_SECRET_GET","message":"failed getting secret with key b from secret store secretstore: secret b not found"}""")]
    public async Task Http_AnswersLikeDaprd(string path, HttpStatusCode status, string body)
    {
        await using var sidecar = await StartAsync("""{"a":"1"}""");
        using var http = sidecar.Http("app");

        using var response = await http.GetAsync(path, Cancellation);

        Assert.Equal(status, response.StatusCode);
        Assert.Equal(body, await response.Content.ReadAsStringAsync(Cancellation));
    }

    [Fact]
    public async Task Get_WhatTheConfigurationDenies_IsForbidden_AndNotInTheList()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("yilai-secrets-").FullName, "secrets.json");
        await File.WriteAllTextAsync(file, "{\"a\":\"1\",\"b\":\"2\"}", Cancellation);
        await using var sidecar = await TestSidecar.StartAsync(
            Documents(
                Component("secretstore", "secretstores.local.file", "v1", ("secretsFile", file)),
                "kind: Configuration\nmetadata: {name: c}\nspec: {secrets: {scopes: [{storeName: secretstore, defaultAccess: allow, deniedSecrets: [b]}]}}"),
            ("app", 0));
        using var http = sidecar.Http("app");

        using var denied = await http.GetAsync("/v1.0/secrets/secretstore/b", Cancellation);

        Assert.Equal(HttpStatusCode.Forbidden, denied.StatusCode);
        Assert.Contains("ERR_PERMISSION_DENIED", await denied.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.Equal("{\"a\":{\"a\":\"1\"}}", await http.GetStringAsync("/v1.0/secrets/secretstore/bulk", Cancellation));
    }

    [Fact]
    public async Task Http_WithoutAnyStore_SaysSo()
    {
        await using var sidecar = await TestSidecar.StartAsync("", ("app", 0));
        using var http = sidecar.Http("app");

        using var response = await http.GetAsync("/v1.0/secrets/x/a", Cancellation);

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Contains("ERR_SECRET_STORES_NOT_CONFIGURED", await response.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }
}
