using System.Globalization;
using System.Net;
using Yilai.Identity.Tests.Support;
using Yilai.TestSupport;

namespace Yilai.Identity.Tests.Sessions;

public sealed class PhoneLoginTests(IdentityFixture identity) : IClassFixture<IdentityFixture>
{
    [Fact]
    public async Task PhoneLogins_RightCode_LogsInAndCreatesTheAccountOnce()
    {
        var phone = IdentityFixture.NewPhone();
        var first = await identity.LogInAsync(phone);
        Assert.Equal(900, (int)first.Body["expiresInSeconds"]!);
        Assert.Equal($"{phone[..3]}****{phone[^4..]}", (string?)first.Body["user"]!["phone"]);
        Assert.Equal($"用户{phone[^4..]}", (string?)first.Body["user"]!["nickName"]);
        identity.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(first.UserId, (await identity.LogInAsync(phone)).UserId);
        Assert.DoesNotContain(phone, await identity.QueryAsync<string>("select string_agg(phone || phone_index, ' ') from identity.user_info"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task PhoneLogins_Cookies_AreSafeAndSecureUnderHttps()
    {
        var phone = await SendAsync();
        using var answer = await LogInAsync(phone, Code(phone), ("X-Forwarded-Proto", "https"));
        var refresh = Assert.Single(answer.SetCookies(), c => c.StartsWith("yilai-refresh=", StringComparison.Ordinal));
        foreach (var part in new[] { "path=/api/auth", "httponly", "samesite=lax", "secure", "max-age=2592000" })
        {
            Assert.Contains(part, refresh, StringComparison.OrdinalIgnoreCase);
        }

        var hint = Assert.Single(answer.SetCookies(), c => c.StartsWith("yilai-session=1", StringComparison.Ordinal));
        Assert.Contains("path=/;", hint, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("httponly", hint, StringComparison.OrdinalIgnoreCase);

        var other = await SendAsync();
        using var plain = await LogInAsync(other, Code(other));
        Assert.All(plain.SetCookies(), c => Assert.DoesNotContain("secure", c, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task PhoneLogins_CodeUsedBefore_IsWrong()
    {
        var phone = await SendAsync();
        using var first = await LogInAsync(phone, Code(phone));
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        await AssertWrongAsync(phone, Code(phone));
    }

    [Fact]
    public async Task PhoneLogins_SameCodeManyTimesAtOnce_LogsInOnce()
    {
        var phone = await SendAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => LogInAsync(phone, Code(phone))));
        Assert.Single(answers, a => a.StatusCode == HttpStatusCode.OK);
        Assert.Equal(4, answers.Count(a => a.StatusCode == HttpStatusCode.Unauthorized));
    }

    [Fact]
    public async Task PhoneLogins_AfterFiveWrongTries_RightCodeIsWrong()
    {
        var phone = await SendAsync();
        for (var i = 0; i < 5; i++)
        {
            await AssertWrongAsync(phone, OtherThan(Code(phone)));
        }

        await AssertWrongAsync(phone, Code(phone));
    }

    [Fact]
    public async Task PhoneLogins_FifthTryRight_LogsIn()
    {
        var phone = await SendAsync();
        for (var i = 0; i < 4; i++)
        {
            await AssertWrongAsync(phone, OtherThan(Code(phone)));
        }

        using var answer = await LogInAsync(phone, Code(phone));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task PhoneLogins_ManyGuessesAtOnce_LookAtFiveOnly()
    {
        var phone = await SendAsync();
        var wrong = OtherThan(Code(phone));
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => LogInAsync(phone, wrong)));
        Assert.All(answers, a => Assert.Equal(HttpStatusCode.Unauthorized, a.StatusCode));
        await AssertWrongAsync(phone, Code(phone));
    }

    [Fact]
    public async Task PhoneLogins_AfterFiveMinutes_IsWrong()
    {
        var phone = await SendAsync();
        identity.Clock.Advance(TimeSpan.FromMinutes(5));
        await AssertWrongAsync(phone, Code(phone));
    }

    [Fact]
    public async Task PhoneLogins_NewerCode_ReplacesTheOlder()
    {
        var phone = await SendAsync();
        var older = Code(phone);
        identity.Clock.Advance(TimeSpan.FromMinutes(1));
        using var sent = await identity.PostAsync("/api/auth/phone-codes", new { phone });
        var newer = Code(phone);
        if (older != newer)
        {
            await AssertWrongAsync(phone, older);
        }

        using var answer = await LogInAsync(phone, newer);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task PhoneLogins_NoCodeSentOrAnothersCode_IsWrong()
    {
        var phone = await SendAsync();
        await AssertWrongAsync(IdentityFixture.NewPhone(), Code(phone));
    }

    [Theory]
    [InlineData("not-a-phone", "123456", "phone")]
    [InlineData("13800000000", null, "code")]
    [InlineData("13800000000", " ", "code")]
    public async Task PhoneLogins_BadFields_AreNamed(string? phone, string? code, string field)
    {
        using var answer = await identity.PostAsync("/api/auth/phone-logins", new { phone, code });
        Assert.NotNull((await answer.ExpectProblemAsync(HttpStatusCode.BadRequest, "validation-failed"))["errors"]![field]);
    }

    [Fact]
    public async Task PhoneLogins_LockedAccount_IsForbidden()
    {
        var user = await identity.LogInAsync();
        await identity.QueryAsync<object>($"update identity.user_info set status = 0 where id = '{user.UserId}'");
        identity.Clock.Advance(TimeSpan.FromMinutes(1));
        using var sent = await identity.PostAsync("/api/auth/phone-codes", new { phone = user.Phone });
        using var answer = await LogInAsync(user.Phone, Code(user.Phone));
        await answer.ExpectProblemAsync(HttpStatusCode.Forbidden, "account-locked");
        using var refresh = await identity.PostAsync("/api/auth/refresh", new { }, ("Cookie", $"yilai-refresh={user.RefreshToken}"));
        await refresh.ExpectProblemAsync(HttpStatusCode.Unauthorized, "login-required");
    }

    [Fact]
    public async Task AnyPath_WithoutAppToken_IsRefused()
    {
        using var client = new HttpClient { BaseAddress = identity.Client.BaseAddress };
        using var answer = await client.GetAsync(new Uri("/.well-known/jwks.json", UriKind.Relative));
        await answer.ExpectProblemAsync(HttpStatusCode.Unauthorized, "app-token-required");
    }

    private async Task<string> SendAsync()
    {
        var phone = IdentityFixture.NewPhone();
        using var answer = await identity.PostAsync("/api/auth/phone-codes", new { phone });
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        return phone;
    }

    private string Code(string phone) => identity.Notifications.CodesTo(phone)[^1];

    private static string OtherThan(string code) =>
        ((int.Parse(code, CultureInfo.InvariantCulture) + 1) % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);

    private Task<HttpResponseMessage> LogInAsync(string phone, string code, params (string Name, string Value)[] headers) =>
        identity.PostAsync("/api/auth/phone-logins", new { phone, code }, headers);

    private async Task AssertWrongAsync(string phone, string code)
    {
        using var answer = await LogInAsync(phone, code);
        await answer.ExpectProblemAsync(HttpStatusCode.Unauthorized, "wrong-code");
    }
}
