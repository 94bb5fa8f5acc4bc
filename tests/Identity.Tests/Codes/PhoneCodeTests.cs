using System.Globalization;
using System.Net;
using Yilai.Identity.Tests.Support;
using Yilai.TestSupport;

namespace Yilai.Identity.Tests.Codes;

public sealed class PhoneCodeTests(IdentityFixture identity) : IClassFixture<IdentityFixture>
{
    [Fact]
    public async Task PhoneCodes_MobileNumber_SendsSixDigits()
    {
        var phone = IdentityFixture.NewPhone();
        using var answer = await AskAsync(phone);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Equal(300, (int)(await answer.JsonAsync())["expiresInSeconds"]!);
        Assert.Matches("^[0-9]{6}$", Assert.Single(identity.Notifications.CodesTo(phone)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("12800000001")]
    [InlineData("1380000000")]
    [InlineData("138000000011")]
    [InlineData("+8613800000001")]
    [InlineData("1380000000a")]
    public async Task PhoneCodes_OtherNumber_IsRefusedByField(string? phone)
    {
        using var answer = await AskAsync(phone);
        var problem = await answer.ExpectProblemAsync(HttpStatusCode.BadRequest, "validation-failed");
        Assert.NotNull(problem["errors"]!["phone"]);
    }

    [Theory]
    [InlineData("{", "malformed-json")]
    [InlineData("", "malformed-request")]
    [InlineData("null", "malformed-request")]
    [InlineData("[]", "malformed-json")]
    [InlineData("{\"phone\":13800000001}", "malformed-json")]
    [InlineData("{\"phone\":\"\\ud800\"}", "malformed-json")]
    public async Task PhoneCodes_MalformedBody_IsABadRequest(string body, string code)
    {
        using var content = new StringContent(body, null, "application/json");
        using var answer = await identity.PostAsync("/api/auth/phone-codes", content);
        await answer.ExpectProblemAsync(HttpStatusCode.BadRequest, code);
    }

    [Fact]
    public async Task PhoneCodes_WithinAMinute_IsTooManyWithTheTimeToWait()
    {
        var phone = IdentityFixture.NewPhone();
        using var first = await AskAsync(phone);
        identity.Clock.Advance(TimeSpan.FromSeconds(20));
        using var second = await AskAsync(phone);
        await second.ExpectProblemAsync(HttpStatusCode.TooManyRequests, "too-many-codes");
        Assert.Equal(TimeSpan.FromSeconds(40), second.Headers.RetryAfter?.Delta);
        identity.Clock.Advance(TimeSpan.FromSeconds(40));
        using var third = await AskAsync(phone);
        Assert.Equal(HttpStatusCode.Accepted, third.StatusCode);
        Assert.Equal(2, identity.Notifications.CodesTo(phone).Count);
    }

    [Fact]
    public async Task PhoneCodes_EleventhOfADay_IsTooManyForAllAddresses()
    {
        var phone = IdentityFixture.NewPhone();
        for (var i = 0; i < 10; i++)
        {
            using var answer = await AskAsync(phone);
            Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
            identity.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        using var eleventh = await AskAsync(phone, ("X-Forwarded-For", "203.0.113.99"));
        await eleventh.ExpectProblemAsync(HttpStatusCode.TooManyRequests, "too-many-codes");
        Assert.Equal(TimeSpan.FromDays(1) - TimeSpan.FromMinutes(10), eleventh.Headers.RetryAfter?.Delta);
        identity.Clock.Advance(TimeSpan.FromDays(1));
        using var nextDay = await AskAsync(phone);
        Assert.Equal(HttpStatusCode.Accepted, nextDay.StatusCode);
    }

    [Fact]
    public async Task PhoneCodes_21stOfAnAddress_IsTooManyUnlessItIsThisMachine()
    {
        const string address = "203.0.113.7";
        for (var i = 0; i < 20; i++)
        {
            using var answer = await AskAsync(IdentityFixture.NewPhone(), ("X-Forwarded-For", address));
            Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        }

        using var tooMany = await AskAsync(IdentityFixture.NewPhone(), ("X-Forwarded-For", address));
        await tooMany.ExpectProblemAsync(HttpStatusCode.TooManyRequests, "too-many-codes");
        using var other = await AskAsync(IdentityFixture.NewPhone(), ("X-Forwarded-For", "203.0.113.8"));
        Assert.Equal(HttpStatusCode.Accepted, other.StatusCode);
        for (var i = 0; i < 25; i++)
        {
            using var local = await AskAsync(IdentityFixture.NewPhone(), ("X-Forwarded-For", "127.0.0.1"));
            Assert.Equal(HttpStatusCode.Accepted, local.StatusCode);
        }
    }

    [Fact]
    public async Task PhoneCodes_ManyAtOnce_SendsOne()
    {
        var phone = IdentityFixture.NewPhone();
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => AskAsync(phone)));
        Assert.Single(answers, a => a.StatusCode == HttpStatusCode.Accepted);
        Assert.Equal(11, answers.Count(a => a.StatusCode == HttpStatusCode.TooManyRequests));
        Assert.Single(identity.Notifications.CodesTo(phone));
    }

    [Fact]
    public async Task PhoneCodes_NotificationsAway_IsUnavailableAndMayBeAskedForAgain()
    {
        var phone = IdentityFixture.NewPhone();
        identity.Notifications.Fails = true;
        try
        {
            using var failed = await AskAsync(phone);
            await failed.ExpectProblemAsync(HttpStatusCode.ServiceUnavailable, "temporarily-unavailable");
        }
        finally
        {
            identity.Notifications.Fails = false;
        }

        using var again = await AskAsync(phone);
        Assert.Equal(HttpStatusCode.Accepted, again.StatusCode);
    }

    [Fact]
    public async Task PhoneCodes_Sent_StoresNeitherPhoneNorCodeAndLogsNone()
    {
        var phone = IdentityFixture.NewPhone();
        using var answer = await AskAsync(phone);
        var code = Assert.Single(identity.Notifications.CodesTo(phone));
        var stored = await identity.QueryAsync<string>("select string_agg(key || ' ' || convert_from(value, 'UTF8'), ';') from state");
        Assert.NotNull(stored);
        Assert.Contains("login-code:", stored, StringComparison.Ordinal);
        Assert.DoesNotContain(phone, stored, StringComparison.Ordinal);
        Assert.DoesNotContain($"\"{code}\"", stored, StringComparison.Ordinal);
        Assert.All(identity.Logs.Lines, line => Assert.DoesNotContain(phone, line, StringComparison.Ordinal));
        var lifetimes = await identity.QueryAsync<double>(
            "select max(extract(epoch from expires_at - coalesce(updated_at, created_at)))::float8 from state where key like '%login-code:%'");
        Assert.True(lifetimes is > 290 and < 310, lifetimes.ToString(CultureInfo.InvariantCulture));
    }

    private Task<HttpResponseMessage> AskAsync(string? phone, params (string Name, string Value)[] headers) =>
        identity.PostAsync("/api/auth/phone-codes", new { phone }, headers);
}
