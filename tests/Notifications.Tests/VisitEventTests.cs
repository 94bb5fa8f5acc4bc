using System.Net;
using Yilai.Notifications.Tests.Support;

namespace Yilai.Notifications.Tests;

/// <summary>What accounts are told around the day of the visit.</summary>
public sealed class VisitEventTests(NotificationsFixture notifications) : IClassFixture<NotificationsFixture>
{
    [Theory]
    [InlineData("evening-before", "明天")]
    [InlineData("day-of", "今天")]
    public async Task VisitDue_ByOccasion_TellsOnceWhenAndWhere(string occasion, string when)
    {
        var (userId, phone) = NewUser();
        var due = Sample.Due(userId, occasion);
        for (var i = 0; i < 2; i++)
        {
            using var answer = await notifications.BringAsync(due);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        var text = $"{when}就诊：北京协和医院心内科门诊，2026年3月15日（周日）上午，李明（主任医师），第 7 号。取号：门诊楼一层。";
        Assert.Equal($"【医来】{text}（{phone}）", Assert.Single(notifications.TextsTo(phone)));
        var message = Assert.Single((await notifications.MessagesOfAsync(userId))["items"]!.AsArray())!;
        Assert.Equal(("就诊提醒", text, due.OrderId.ToString()), ((string?)message["title"], (string?)message["text"], (string?)message["orderId"]));
    }

    [Fact]
    public async Task BookingBanned_TellsWhyAndUntilWhen()
    {
        var (userId, phone) = NewUser();
        using var answer = await notifications.BringAsync(Sample.Banned(userId));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(
            "【医来】您在北京协和医院心内科门诊的预约（2026年3月15日（周日）上午，李明（主任医师），第 7 号）未就诊。"
            + $"90 天内爽约满 3 次，该就诊人在本院的预约已暂停，2026年6月8日 09:30起恢复。（{phone}）",
            Assert.Single(notifications.TextsTo(phone)));
    }

    private (Guid UserId, string Phone) NewUser()
    {
        var (userId, phone) = (Guid.CreateVersion7(), NotificationsFixture.NewPhone());
        notifications.Identity.Add(userId, phone);
        return (userId, phone);
    }
}
