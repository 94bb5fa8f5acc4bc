using System.Net;
using Yilai.Contracts;
using Yilai.Contracts.Events;
using Yilai.Notifications.Tests.Support;
using Yilai.TestSupport;

namespace Yilai.Notifications.Tests;

public sealed class OrderEventTests(NotificationsFixture notifications) : IClassFixture<NotificationsFixture>
{
    [Fact]
    public async Task OrderPlaced_TellsOnTheSiteAndByTextMessage()
    {
        var (userId, phone) = NewUser();
        var placed = Sample.Placed(userId);
        using var answer = await notifications.BringAsync(placed);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        const string text = "您已预约北京协和医院心内科门诊，2026年3月15日（周日）上午，李明（主任医师），第 7 号，医事服务费 60.00 元。请在 09:45 前支付，逾期号源将自动释放。";
        var message = (await notifications.MessagesOfAsync(userId))["items"]![0]!;
        Assert.Equal(
            ("预约已提交", text, "order-placed", placed.OrderId.ToString(), false),
            ((string?)message["title"], (string?)message["text"], (string?)message["template"], (string?)message["orderId"], (bool)message["isRead"]!));
        Assert.Equal($"【医来】{text}（{phone}）", Assert.Single(notifications.TextsTo(phone)));
    }

    [Theory]
    [InlineData("2026-03-15 08:30 前", "门诊楼一层", "取号：2026-03-15 08:30 前，门诊楼一层。")]
    [InlineData(null, "门诊楼一层", "取号：门诊楼一层。")]
    [InlineData(null, null, "请按医院指引取号就诊。")]
    public async Task OrderConfirmed_TellsWhereToFetchTheNumber(string? time, string? address, string end)
    {
        var (userId, phone) = NewUser();
        using var answer = await notifications.BringAsync(Sample.Confirmed(userId, time, address));
        Assert.EndsWith($"{end}（{phone}）", Assert.Single(notifications.TextsTo(phone)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cancelled", "已取消。")]
    [InlineData("expired", "因超时未支付已自动取消。")]
    [InlineData("refused", "未被医院接受，已取消。")]
    [InlineData("suspended", "因医院停诊已取消，给您带来不便，敬请谅解。")]
    [InlineData("of-a-later-version", "已结束。")]
    public async Task OrderClosed_TellsWhy(string outcome, string end)
    {
        var (userId, phone) = NewUser();
        using var answer = await notifications.BringAsync(Sample.Closed(userId, outcome));
        Assert.Equal(
            $"【医来】您在北京协和医院心内科门诊的预约（2026年3月15日（周日）下午，李明，第 7 号）{end}（{phone}）",
            Assert.Single(notifications.TextsTo(phone)));
    }

    [Fact]
    public async Task WaitlistOffered_TellsUntilWhenAndLeadsToTheEntry()
    {
        var (userId, phone) = NewUser();
        var placed = Sample.Placed(userId);
        var offered = new WaitlistOffered(Guid.CreateVersion7(), userId, placed.Visit, placed.ExpiresAt) { EventId = Guid.CreateVersion7(), OccurredAt = placed.OccurredAt };
        using var answer = await notifications.BringAsync(offered);
        const string text = "您候补的北京协和医院心内科门诊有号了：2026年3月15日（周日）上午，李明（主任医师），第 7 号，医事服务费 60.00 元，为您保留至 3月10日 09:45。请及时确认预约，逾期将让给下一位。";
        Assert.Equal($"【医来】{text}（{phone}）", Assert.Single(notifications.TextsTo(phone)));
        var message = (await notifications.MessagesOfAsync(userId))["items"]![0]!;
        Assert.Equal(
            (text, "waitlist-offered", offered.EntryId.ToString(), null),
            ((string?)message["text"], (string?)message["template"], (string?)message["waitlistEntryId"], (string?)message["orderId"]));
    }

    [Theory]
    [InlineData("offer-expired", "未在保留时间内确认，号已让给下一位。")]
    [InlineData("closed", "候补已截止，未能等到号。")]
    [InlineData("suspended", "医院停诊，给您带来不便，敬请谅解。")]
    [InlineData("stopped", "医院已停止预约。")]
    [InlineData("removed", "医院已取消该排班。")]
    public async Task WaitlistClosed_TellsWhy(string reason, string end)
    {
        var (userId, phone) = NewUser();
        var placed = Sample.Placed(userId);
        using var answer = await notifications.BringAsync(
            new WaitlistClosed(Guid.CreateVersion7(), userId, placed.Visit with { Number = 0 }, reason) { EventId = Guid.CreateVersion7(), OccurredAt = placed.OccurredAt });
        Assert.Equal(
            $"【医来】您在北京协和医院心内科门诊的候补（2026年3月15日（周日）上午，李明（主任医师））已结束：{end}（{phone}）",
            Assert.Single(notifications.TextsTo(phone)));
    }

    [Fact]
    public async Task SameEvent_ManyTimesAtOnce_TellsOnce()
    {
        var (userId, phone) = NewUser();
        var placed = Sample.Placed(userId);
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => notifications.BringAsync(placed)));
        Assert.All(answers, a => Assert.Contains(a.StatusCode, new[] { HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable }));
        using var last = await notifications.BringAsync(placed);
        Assert.Equal(HttpStatusCode.OK, last.StatusCode);
        Assert.Single(notifications.TextsTo(phone));
        Assert.Equal(1, (int)(await notifications.MessagesOfAsync(userId))["total"]!);
    }

    [Fact]
    public async Task OrderPlaced_NobodyToTell_IsAcknowledgedAndNotTriedAgain()
    {
        var userId = Guid.CreateVersion7();
        var placed = Sample.Placed(userId);
        using var first = await notifications.BringAsync(placed);
        var calls = notifications.Identity.Calls;
        using var second = await notifications.BringAsync(placed);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (first.StatusCode, second.StatusCode));
        Assert.Equal(calls, notifications.Identity.Calls);
        Assert.Equal("unreachable", (string?)(await notifications.RecordAsync($"event_id = '{placed.EventId}'"))["status"]);
        Assert.Contains(notifications.Logs.Lines, l => l.Contains(userId.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task OrderPlaced_IdentityFails_IsBroughtAgainAndSentOnce()
    {
        var (userId, phone) = NewUser();
        var placed = Sample.Placed(userId);
        notifications.Identity.Fails = true;
        try
        {
            using var failed = await notifications.BringAsync(placed);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, failed.StatusCode);
        }
        finally
        {
            notifications.Identity.Fails = false;
        }

        Assert.Equal(1, (int)(await notifications.MessagesOfAsync(userId))["total"]!);
        using var again = await notifications.BringAsync(placed);
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        Assert.Single(notifications.TextsTo(phone));
    }

    [Fact]
    public async Task OrderPlaced_SenderDiedWhileSending_IsSentAfterItsTime()
    {
        var (userId, phone) = NewUser();
        var placed = Sample.Placed(userId);
        using var sent = await notifications.BringAsync(placed);
        await notifications.ExecuteAsync($"update notifications.text_message set status = 'sending' where event_id = '{placed.EventId}'");
        using var early = await notifications.BringAsync(placed);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, early.StatusCode);
        notifications.Clock.Advance(TimeSpan.FromMinutes(2));
        using var late = await notifications.BringAsync(placed);
        Assert.Equal(HttpStatusCode.OK, late.StatusCode);
        Assert.Equal(2, notifications.TextsTo(phone).Count);
    }

    [Fact]
    public async Task OrderPlaced_ThroughTheBroker_Arrives()
    {
        var (userId, phone) = NewUser();
        await notifications.Dapr.PublishEventAsync(ComponentNames.PubSub, OrderPlaced.Topic, Sample.Placed(userId));
        await Eventually.TrueAsync("the text message is there", () => Task.FromResult(notifications.TextsTo(phone).Count == 1));
    }

    private (Guid UserId, string Phone) NewUser()
    {
        var (userId, phone) = (Guid.CreateVersion7(), NotificationsFixture.NewPhone());
        notifications.Identity.Add(userId, phone);
        return (userId, phone);
    }
}
