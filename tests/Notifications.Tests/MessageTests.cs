using System.Net;
using Yilai.Notifications.Tests.Support;
using Yilai.TestSupport;

namespace Yilai.Notifications.Tests;

public sealed class MessageTests(NotificationsFixture notifications) : IClassFixture<NotificationsFixture>
{
    [Fact]
    public async Task Messages_OfAnAccount_AreNewestFirstInPages()
    {
        var userId = Guid.CreateVersion7();
        await BringAsync(userId, 3);
        var page = await notifications.MessagesOfAsync(userId, "?page=1&size=2");
        Assert.Equal((2, 1, 2, 3, 3), (page["items"]!.AsArray().Count, (int)page["page"]!, (int)page["size"]!, (int)page["total"]!, (int)page["unread"]!));
        var times = page["items"]!.AsArray().Select(m => (DateTimeOffset)m!["createdAt"]!).ToArray();
        Assert.True(times[0] > times[1]);
        Assert.Single((await notifications.MessagesOfAsync(userId, "?page=2&size=2"))["items"]!.AsArray());
        Assert.Equal(0, (int)(await notifications.MessagesOfAsync(Guid.CreateVersion7()))["total"]!);
    }

    [Fact]
    public async Task Messages_Read_LeaveTheUnreadOnes()
    {
        var userId = Guid.CreateVersion7();
        await BringAsync(userId, 2);
        var id = (string?)(await notifications.MessagesOfAsync(userId))["items"]![0]!["id"];
        using var read = await ReadAsync(userId, id!);
        using var twice = await ReadAsync(userId, id!);
        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NoContent), (read.StatusCode, twice.StatusCode));
        var unread = await notifications.MessagesOfAsync(userId, "?unread=true");
        Assert.Equal((1, 1), ((int)unread["total"]!, (int)unread["unread"]!));
        Assert.NotEqual(id, (string?)unread["items"]![0]!["id"]);
        using var count = await notifications.Client.SendAsync(HttpMethod.Get, "/api/me/messages/unread-count", null, ("yilai-user-id", userId.ToString()));
        Assert.Equal(1, (int)(await count.JsonAsync())["unread"]!);
    }

    [Fact]
    public async Task Messages_OfAnother_AreNotFound()
    {
        var owner = Guid.CreateVersion7();
        await BringAsync(owner, 1);
        var id = (string?)(await notifications.MessagesOfAsync(owner))["items"]![0]!["id"];
        using var answer = await ReadAsync(Guid.CreateVersion7(), id!);
        await answer.ExpectProblemAsync(HttpStatusCode.NotFound, "message-not-found");
        using var nonsense = await ReadAsync(owner, "nonsense");
        await nonsense.ExpectProblemAsync(HttpStatusCode.NotFound, "message-not-found");
        Assert.Equal(1, (int)(await notifications.MessagesOfAsync(owner))["unread"]!);
    }

    [Fact]
    public async Task Messages_WithoutAUser_RequireLogin()
    {
        using var answer = await notifications.Client.SendAsync(HttpMethod.Get, "/api/me/messages", null);
        await answer.ExpectProblemAsync(HttpStatusCode.Unauthorized, "login-required");
    }

    [Fact]
    public async Task Messages_UnreadableFilter_IsABadRequest()
    {
        using var answer = await notifications.Client.SendAsync(HttpMethod.Get, "/api/me/messages?unread=maybe", null, ("yilai-user-id", Guid.CreateVersion7().ToString()));
        await answer.ExpectProblemAsync(HttpStatusCode.BadRequest, "malformed-request");
    }

    private async Task BringAsync(Guid userId, int count)
    {
        for (var i = 0; i < count; i++)
        {
            notifications.Clock.Advance(TimeSpan.FromSeconds(1));
            using var answer = await notifications.BringAsync(Sample.Placed(userId));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }

    private Task<HttpResponseMessage> ReadAsync(Guid userId, string id) =>
        notifications.Client.SendAsync(HttpMethod.Post, $"/api/me/messages/{id}/read", null, ("yilai-user-id", userId.ToString()));
}
