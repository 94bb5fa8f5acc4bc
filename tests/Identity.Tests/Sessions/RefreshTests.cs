using System.Net;
using Yilai.Identity.Tests.Support;
using Yilai.TestSupport;

namespace Yilai.Identity.Tests.Sessions;

public sealed class RefreshTests(IdentityFixture identity) : IClassFixture<IdentityFixture>
{
    [Fact]
    public async Task Refresh_WithTheCookie_GivesANewTokenOfBothKinds()
    {
        var user = await identity.LogInAsync();
        using var answer = await RefreshAsync(user.RefreshToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var body = await answer.JsonAsync();
        Assert.Equal(user.UserId.ToString(), (string?)body["user"]!["id"]);
        Assert.NotEqual(user.RefreshToken, answer.RefreshToken());
        Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    public async Task Refresh_WithoutAKnownToken_RequiresLoginAndClearsTheCookies(string token)
    {
        using var answer = await RefreshAsync(token);
        await answer.ExpectProblemAsync(HttpStatusCode.Unauthorized, "login-required");
        Assert.Equal(2, answer.SetCookies().Count(c => c.Contains("expires=Thu, 01 Jan 1970", StringComparison.OrdinalIgnoreCase)));
    }

    [Fact]
    public async Task Refresh_SameTokenTwiceWithinGrace_WorksBothTimes()
    {
        var user = await identity.LogInAsync();
        using var first = await RefreshAsync(user.RefreshToken);
        identity.Clock.Advance(TimeSpan.FromSeconds(10));
        using var second = await RefreshAsync(user.RefreshToken);
        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        // Either of the two goes on.
        using var third = await RefreshAsync(first.RefreshToken()!);
        Assert.Equal(HttpStatusCode.OK, third.StatusCode);
    }

    [Fact]
    public async Task Refresh_OldTokenAfterGrace_RevokesTheWholeSession()
    {
        var user = await identity.LogInAsync();
        using var first = await RefreshAsync(user.RefreshToken);
        identity.Clock.Advance(TimeSpan.FromSeconds(11));
        using var reuse = await RefreshAsync(user.RefreshToken);
        await reuse.ExpectProblemAsync(HttpStatusCode.Unauthorized, "login-required");
        using var newest = await RefreshAsync(first.RefreshToken()!);
        await newest.ExpectProblemAsync(HttpStatusCode.Unauthorized, "login-required");
        Assert.Contains(identity.Logs.Lines, l => l.Contains("used refresh token", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Refresh_ReuseInOneSession_LeavesAnotherSession()
    {
        var user = await identity.LogInAsync();
        identity.Clock.Advance(TimeSpan.FromMinutes(1));
        var elsewhere = await identity.LogInAsync(user.Phone);
        using var first = await RefreshAsync(user.RefreshToken);
        identity.Clock.Advance(TimeSpan.FromSeconds(11));
        using var reuse = await RefreshAsync(user.RefreshToken);
        using var other = await RefreshAsync(elsewhere.RefreshToken);
        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.OK), (reuse.StatusCode, other.StatusCode));
    }

    [Fact]
    public async Task Refresh_ManyTimesAtOnceWithOneToken_AllWork()
    {
        var user = await identity.LogInAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => RefreshAsync(user.RefreshToken)));
        Assert.All(answers, a => Assert.Equal(HttpStatusCode.OK, a.StatusCode));
    }

    [Fact]
    public async Task Refresh_After30Days_RequiresLogin()
    {
        var user = await identity.LogInAsync();
        identity.Clock.Advance(TimeSpan.FromDays(30));
        using var answer = await RefreshAsync(user.RefreshToken);
        await answer.ExpectProblemAsync(HttpStatusCode.Unauthorized, "login-required");
    }

    [Fact]
    public async Task Logout_EndsTheSessionAndClearsTheCookies()
    {
        var user = await identity.LogInAsync();
        using var answer = await identity.SendAsync(HttpMethod.Post, "/api/auth/logout", null, Cookie(user.RefreshToken));
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal(2, answer.SetCookies().Count(c => c.Contains("expires=Thu, 01 Jan 1970", StringComparison.OrdinalIgnoreCase)));
        using var refresh = await RefreshAsync(user.RefreshToken);
        await refresh.ExpectProblemAsync(HttpStatusCode.Unauthorized, "login-required");
    }

    [Fact]
    public async Task Logout_WithoutASession_IsDoneAlready()
    {
        using var answer = await identity.SendAsync(HttpMethod.Post, "/api/auth/logout", null);
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
    }

    [Fact]
    public async Task Database_HoldsNoTokenInClear()
    {
        var user = await identity.LogInAsync();
        var stored = await identity.QueryAsync<string>("select string_agg(encode(token_hash, 'escape'), ' ') from identity.refresh_token");
        Assert.DoesNotContain(user.RefreshToken, stored, StringComparison.Ordinal);
    }

    private Task<HttpResponseMessage> RefreshAsync(string token) => identity.SendAsync(HttpMethod.Post, "/api/auth/refresh", null, Cookie(token));

    private static (string Name, string Value) Cookie(string token) => ("Cookie", $"yilai-refresh={token}; yilai-session=1");
}
