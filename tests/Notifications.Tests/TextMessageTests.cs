using System.Net;
using Yilai.Notifications.Tests.Support;
using Yilai.TestSupport;

namespace Yilai.Notifications.Tests;

public sealed class TextMessageTests(NotificationsFixture notifications) : IClassFixture<NotificationsFixture>
{
    [Fact]
    public async Task TextMessages_LoginCode_IsOneFileWithNumberAndText()
    {
        var phone = NotificationsFixture.NewPhone();
        using var answer = await SendAsync(phone, "login-code", new { code = "123456", minutes = "5" });
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Equal($"【医来】验证码 123456，5 分钟内有效，请勿告诉他人。（{phone}）", Assert.Single(notifications.TextsTo(phone)));
        var file = Assert.Single(Directory.GetFiles(notifications.SmsFolder, $"*{phone}*"));
        Assert.Matches($"^20260310T020000-{phone}-[0-9a-f-]{{36}}\\.txt$", Path.GetFileName(file));
    }

    [Fact]
    public async Task TextMessages_LoginCode_IsRecordedWithoutCodeAndNumber()
    {
        var phone = NotificationsFixture.NewPhone();
        using var answer = await SendAsync(phone, "login-code", new { code = "765432", minutes = "5" });
        var record = await notifications.RecordAsync($"phone = '139****{phone[^4..]}'");
        Assert.Equal(("sent", 1), ((string?)record["status"], (int)record["attempts"]!));
        Assert.DoesNotContain("765432", record.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain(phone, record.ToJsonString(), StringComparison.Ordinal);
        Assert.All(notifications.Logs.Lines, line => Assert.DoesNotContain(phone, line, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("12345", "login-code", "phone")]
    [InlineData(null, "login-code", "phone")]
    [InlineData("13800000001", "no-such-template", "template")]
    [InlineData("13800000001", null, "template")]
    [InlineData("13800000001", "order-closed", "values")]
    public async Task TextMessages_BadRequest_NamesTheField(string? phone, string? template, string field)
    {
        using var answer = await SendAsync(phone, template, new { code = "123456", minutes = "5" });
        Assert.NotNull((await answer.ExpectProblemAsync(HttpStatusCode.BadRequest, "validation-failed"))["errors"]![field]);
    }

    private Task<HttpResponseMessage> SendAsync(string? phone, string? template, object values) =>
        notifications.Client.SendAsync(HttpMethod.Post, "/internal/text-messages", new { phone, template, values });
}
