using System.Net;
using Yilai.Notifications.Tests.Support;
using Yilai.TestSupport;

namespace Yilai.Notifications.Tests;

/// <summary>A file in the place of the binding's folder makes every sending fail until it is gone.</summary>
public sealed class BrokenBindingTests(NotificationsFixture notifications) : IClassFixture<NotificationsFixture>
{
    [Fact]
    public async Task TextMessages_BindingFails_IsUnavailableAndRecorded()
    {
        var phone = NotificationsFixture.NewPhone();
        await WhileBrokenAsync(async () =>
        {
            using var answer = await notifications.Client.SendAsync(
                HttpMethod.Post, "/internal/text-messages", new { phone, template = "login-code", values = new { code = "246810", minutes = "5" } });
            await answer.ExpectProblemAsync(HttpStatusCode.ServiceUnavailable, "temporarily-unavailable");
        });
        var record = await notifications.RecordAsync($"phone = '139****{phone[^4..]}'");
        Assert.Equal(("failed", "binding-failed"), ((string?)record["status"], (string?)record["error"]));
    }

    [Fact]
    public async Task Events_BindingFailsAtFirst_AreSentOnceWhenTheyComeAgain()
    {
        var (userId, phone) = (Guid.CreateVersion7(), NotificationsFixture.NewPhone());
        notifications.Identity.Add(userId, phone);
        var placed = Sample.Placed(userId);
        await WhileBrokenAsync(async () =>
        {
            using var first = await notifications.BringAsync(placed);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, first.StatusCode);
        });
        using var second = await notifications.BringAsync(placed);
        using var third = await notifications.BringAsync(placed);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (second.StatusCode, third.StatusCode));
        Assert.Single(notifications.TextsTo(phone));
        Assert.Equal(1, (int)(await notifications.MessagesOfAsync(userId))["total"]!);
        Assert.Equal(2, (int)(await notifications.RecordAsync($"event_id = '{placed.EventId}'"))["attempts"]!);
    }

    private async Task WhileBrokenAsync(Func<Task> action)
    {
        var aside = $"{notifications.SmsFolder}-aside";
        Directory.Move(notifications.SmsFolder, aside);
        await File.WriteAllTextAsync(notifications.SmsFolder, "");
        try
        {
            await action();
        }
        finally
        {
            File.Delete(notifications.SmsFolder);
            Directory.Move(aside, notifications.SmsFolder);
        }
    }
}
