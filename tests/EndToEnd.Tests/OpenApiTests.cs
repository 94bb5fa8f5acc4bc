using System.Text.Json;
using System.Text.Json.Nodes;
using Yilai.EndToEnd.Tests.Platform;

namespace Yilai.EndToEnd.Tests;

/// <summary>The merged API document is what the portal's client was generated from, and holds the public contract.</summary>
public sealed class OpenApiTests(RunningPlatform platform)
{
    private static readonly string[] Contract =
    [
        "/api/auth/phone-codes", "/api/auth/phone-logins", "/api/auth/refresh", "/api/auth/logout", "/api/me",
        "/api/me/patients", "/api/me/patients/{id}", "/api/hospitals", "/api/hospitals/{code}", "/api/hospitals/{code}/departments",
        "/api/hospitals/{code}/departments/{dep}/days", "/api/hospitals/{code}/departments/{dep}/schedules", "/api/hospitals/{code}/rules",
        "/api/orders", "/api/orders/{id}", "/api/orders/{id}/cancellation", "/api/me/messages", "/api/me/messages/{id}/read",
        "/hospital/v2/hospital", "/hospital/v2/departments", "/hospital/v2/schedules",
    ];

    [Fact]
    public async Task Document_HoldsThePublicContract_AndNothingInternal()
    {
        var document = await platform.Http.GetFromJsonAsync<JsonElement>("/openapi/v1.json");
        var paths = document.GetProperty("paths").EnumerateObject().Select(p => Nameless(p.Name)).ToArray();
        Assert.Empty(Contract.Select(Nameless).Except(paths));
        Assert.DoesNotContain(paths, p => p.StartsWith("/internal", StringComparison.Ordinal) || p.StartsWith("/events", StringComparison.Ordinal));
    }

    [Fact]
    public async Task PortalClient_IsGeneratedFromTheDocumentServedNow()
    {
        var served = JsonNode.Parse(await platform.Http.GetStringAsync("/openapi/v1.json"))!.AsObject();
        var committed = JsonNode.Parse(await File.ReadAllTextAsync(Yilai.Hosting.RepositoryRoot.File("frontend", "openapi.json")))!.AsObject();
        served.Remove("servers");
        committed.Remove("servers");
        Assert.True(JsonNode.DeepEquals(committed, served), "frontend/openapi.json is not what the platform serves; run `npm run api` in frontend/ against it and commit");
    }

    /// <summary>A path without its parameters' names, which no client sees.</summary>
    private static string Nameless(string path) => System.Text.RegularExpressions.Regex.Replace(path, @"\{\w+\}", "{}");
}
