using System.Net;
using System.Text;
using Yilai.ServiceDefaults.Tests.Support;
using Yilai.TestSupport;

namespace Yilai.ServiceDefaults.Tests.Errors;

public sealed class ProblemTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    [Theory]
    [InlineData("{\"text\":")]
    [InlineData("[]")]
    [InlineData("{\"text\":\"a\",\"stars\":\"five\"}")]
    [InlineData("{\"text\":\"a\",\"stars\":5.5}")]
    [InlineData("{\"text\":\"a\",\"colour\":\"mauve\"}")]
    [InlineData("{\"text\":\"a\",\"colour\":1}")]
    public async Task Post_UnreadableJson_Is400(string body)
    {
        using var response = await PostAsync(body, "application/json");

        await response.ExpectProblemAsync(HttpStatusCode.BadRequest, "malformed-json");
    }

    [Fact]
    public async Task Post_NoBody_Is400()
    {
        using var response = await PostAsync("", "application/json");

        await response.ExpectProblemAsync(HttpStatusCode.BadRequest, "malformed-request");
    }

    [Fact]
    public async Task Post_NotJson_Is415()
    {
        using var response = await PostAsync("text=a", "application/x-www-form-urlencoded");

        await response.ExpectProblemAsync(HttpStatusCode.UnsupportedMediaType, "unsupported-media-type");
    }

    [Fact]
    public async Task Post_TooLarge_Is413()
    {
        using var content = new StringContent($$"""{"text":"{{new string('a', 2 * 1024 * 1024)}}"}""", Encoding.UTF8, "application/json");
        // The service answers and hangs up; a client that is still sending then may see only the second.
        using var request = new HttpRequestMessage(HttpMethod.Post, "/notes") { Content = content, Headers = { ExpectContinue = true } };
        using var response = await service.Client.SendAsync(request);

        await response.ExpectProblemAsync(HttpStatusCode.RequestEntityTooLarge, "body-too-large");
    }

    [Theory]
    [InlineData("GET", "/nothing", HttpStatusCode.NotFound, "not-found")]
    [InlineData("GET", "/notes/one", HttpStatusCode.NotFound, "not-found")]
    [InlineData("DELETE", "/notes", HttpStatusCode.MethodNotAllowed, "method-not-allowed")]
    [InlineData("GET", "/throws/neighbour", HttpStatusCode.ServiceUnavailable, "temporarily-unavailable")]
    [InlineData("GET", "/throws/timeout", HttpStatusCode.ServiceUnavailable, "temporarily-unavailable")]
    [InlineData("GET", "/throws/anything", HttpStatusCode.InternalServerError, "internal-error")]
    public async Task Send_WhateverGoesWrong_IsAProblemWithACode(string method, string path, HttpStatusCode status, string code)
    {
        using var response = await service.Client.SendAsync(new HttpMethod(method), path, body: null);

        var problem = await response.ExpectProblemAsync(status, code);
        Assert.DoesNotContain("secret", problem.ToJsonString(), StringComparison.Ordinal);
    }

    private async Task<HttpResponseMessage> PostAsync(string body, string type)
    {
        using var content = new StringContent(body, Encoding.UTF8, type);
        return await service.Client.PostAsync(new Uri("/notes", UriKind.Relative), content);
    }
}
