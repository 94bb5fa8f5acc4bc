using System.Net;
using Microsoft.IdentityModel.Tokens;
using Yilai.Gateway.Tests.Support;

namespace Yilai.Gateway.Tests.Tokens;

public sealed class AccessTokenTests(Platform platform) : IClassFixture<Platform>
{
    private static readonly DateTime Past = TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(-1);

    [Fact]
    public async Task Get_ValidToken_TellsTheServiceWhoAndKeepsTheToken()
    {
        var echo = await platform.EchoAsync(Platform.WithToken("/api/orders", platform.Services.Keys.Token()));

        Assert.Equal(TestKeys.User.ToString(), echo.UserId);
        Assert.Null(echo.Header("authorization"));
    }

    [Fact]
    public async Task Get_NoToken_IsAnonymous() => Assert.Null((await platform.EchoAsync("/api/orders")).UserId);

    public static TheoryData<string> BadTokens => ["expired", "not-yet", "no-expiry", "foreign-key", "alg-none", "hs256", "issuer", "audience", "type", "subject", "no-key-id", "garbage", "tampered", "huge"];

    [Theory]
    [MemberData(nameof(BadTokens))]
    public async Task Get_BadToken_Is401EvenWhereNobodyNeedLogIn(string kind)
    {
        platform.Services.Calls.Clear();

        using var response = await platform.Client.SendAsync(Platform.WithToken("/api/hospitals", Make(kind)));

        await ProblemAssert.IsAsync(response, HttpStatusCode.Unauthorized, "login-required");
        Assert.Equal("Bearer", response.Headers.WwwAuthenticate.Single().Scheme);
        Assert.DoesNotContain("/api/hospitals", platform.Services.Calls.Keys);
    }

    [Fact]
    public async Task Get_OtherSchemeThanBearer_Is401()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/orders");
        // Dapr would read the target of an invocation from this.
        request.Headers.TryAddWithoutValidation("Authorization", "Basic ZGFwci1hcHAtaWQ6aWRlbnRpdHk=");

        using var response = await platform.Client.SendAsync(request);

        await ProblemAssert.IsAsync(response, HttpStatusCode.Unauthorized, "login-required");
    }

    [Fact]
    public async Task Post_RefreshWithAnExpiredToken_ReachesIdentityAsNobody()
    {
        var echo = await platform.EchoAsync(Platform.WithToken("/api/auth/logout", Make("expired")));

        Assert.Null(echo.UserId);
    }

    [Theory]
    [InlineData("/api/tasks/expire-orders/runs", "orders")]
    [InlineData("/api/differences", "orders")]
    [InlineData("/hospital/v2/hospital", "ingest")]
    public async Task Get_AuthorizationOfTheServicesOwn_IsPassedOn(string path, string appId)
    {
        var echo = await platform.EchoAsync(Platform.WithToken(path, "operator-key"));

        Assert.Equal((appId, "Bearer operator-key"), (echo.AppId, echo.Header("authorization")));
    }

    [Fact]
    public async Task Get_IdentityAway_CannotTellAndSays503()
    {
        using var gateway = await platform.StartGatewayAsync($"--DAPR_HTTP_ENDPOINT=http://127.0.0.1:{Platform.ClosedPort()}");

        using var response = await gateway.SendAsync(Platform.WithToken("/api/orders", platform.Services.Keys.Token()));

        await ProblemAssert.IsAsync(response, HttpStatusCode.ServiceUnavailable, "temporarily-unavailable");
    }

    private string Make(string kind)
    {
        var keys = platform.Services.Keys;
        return kind switch
        {
            "expired" => keys.Token(change: d => (d.NotBefore, d.IssuedAt, d.Expires) = (Past, Past, Past.AddMinutes(15))),
            "not-yet" => keys.Token(change: d => d.NotBefore = d.Expires!.Value.AddMinutes(-5)),
            "no-expiry" => keys.Token(change: d => d.Expires = null),
            "foreign-key" => keys.ForeignKey(),
            "alg-none" => keys.AlgNone(),
            "hs256" => keys.PublicKeyAsSecret(),
            "issuer" => keys.Token(change: d => d.Issuer = "elsewhere"),
            "audience" => keys.Token(change: d => d.Audience = "another-api"),
            "type" => keys.Token(change: d => d.TokenType = "JWT"),
            "subject" => keys.Token(change: d => d.Claims = new Dictionary<string, object> { ["sub"] = "root" }),
            "no-key-id" => keys.Token(change: d => d.SigningCredentials.Key.KeyId = null),
            "garbage" => "not-a-token",
            "tampered" => keys.Token() is var t ? string.Join('.', t.Split('.')[0], Base64UrlEncoder.Encode(Base64UrlEncoder.Decode(t.Split('.')[1]).Replace('1', '2')), t.Split('.')[2]) : "",
            "huge" => keys.Token(change: d => d.Claims = new Dictionary<string, object> { ["sub"] = TestKeys.User.ToString(), ["x"] = new string('x', 8192) }),
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };
    }
}
