using System.Net;
using System.Text;
using Dapper;
using Yilai.ServiceDefaults.Tests.Support;
using Yilai.TestSupport;

namespace Yilai.ServiceDefaults.Tests.Events;

public sealed class InboxTests
{
    [Fact]
    public async Task Deliver_OneEventManyTimesAtOnce_IsHandledOnce()
    {
        await using var service = await TestService.StartAsync();
        var id = Guid.CreateVersion7(TimeProvider.System.GetUtcNow());

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => DeliverAsync(service, id, "once")));

        Assert.All(answers, a => Assert.Equal(HttpStatusCode.OK, a));
        Assert.Equal(1, await CountAsync(service));
    }

    [Fact]
    public async Task Deliver_HandlerFails_IsHandledWhenItComesAgain()
    {
        await using var service = await TestService.StartAsync();
        var id = Guid.CreateVersion7(TimeProvider.System.GetUtcNow());

        Assert.Equal(HttpStatusCode.InternalServerError, await DeliverAsync(service, id, "bad"));
        Assert.Equal(HttpStatusCode.OK, await DeliverAsync(service, id, "good"));

        Assert.Equal(1, await CountAsync(service));
    }

    [Fact]
    public async Task Subscribe_Asked_NamesTopicRouteAndDeadLetters()
    {
        await using var service = await TestService.StartAsync();

        var subscription = (await (await service.Client.GetAsync(new Uri("/dapr/subscribe", UriKind.Relative))).JsonAsync()).AsArray().Single()!;

        Assert.Equal(
            ("note-taken", "pubsub", "dead-letters"),
            ((string?)subscription["topic"], (string?)subscription["pubsubName"], (string?)subscription["deadLetterTopic"]));
    }

    private static async Task<HttpStatusCode> DeliverAsync(TestService service, Guid id, string text)
    {
        using var content = new StringContent(
            $$$"""{"specversion":"1.0","id":"{{{id}}}","source":"t","type":"t","datacontenttype":"application/json","data":{"eventId":"{{{id}}}","occurredAt":"2026-01-01T00:00:00Z","text":"{{{text}}}"}}""",
            Encoding.UTF8,
            "application/cloudevents+json");
        using var response = await service.Client.PostAsync(new Uri("/events/note-taken", UriKind.Relative), content);
        return response.StatusCode;
    }

    private static async Task<long> CountAsync(TestService service)
    {
        await using var connection = await service.Database.OpenConnectionAsync();
        return await connection.ExecuteScalarAsync<long>("select count(*) from note");
    }
}
