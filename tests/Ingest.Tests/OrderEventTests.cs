using System.Net;
using System.Text.Json.Nodes;
using Yilai.HospitalSdk;
using Yilai.HospitalSdk.Messages;
using Yilai.HospitalSdk.Signatures;
using Yilai.Ingest.Tests.Support;
using Yilai.TestSupport;

namespace Yilai.Ingest.Tests;

/// <summary>What hospitals say of their orders.</summary>
public sealed class OrderEventTests(IngestFixture fixture)
{
    private static readonly DateTimeOffset At = new(2026, 11, 25, 1, 2, 3, TimeSpan.Zero);

    [Theory]
    [InlineData(OrderEventType.CheckedIn, "checked-in")]
    [InlineData(OrderEventType.Called, "called")]
    [InlineData(OrderEventType.NoShow, "no-show")]
    [InlineData(OrderEventType.Cancelled, "cancelled")]
    public async Task Event_ByTheSdk_ReachesOrders(OrderEventType type, string word)
    {
        var key = fixture.TakeKey();
        var id = NewOrder(key);
        using var client = new HospitalClient(fixture.Client.BaseAddress!, key, new AsSidecar());
        await client.ReportOrderAsync(id, new OrderEvent(type, At, "设备故障"));
        var told = fixture.Neighbours.Events[id];
        Assert.Equal((word, At, "设备故障"), ((string?)told["type"], (DateTimeOffset)told["at"]!, (string?)told["reason"]));
    }

    [Fact]
    public async Task Event_ThatOrdersRefuses_IsRefusedWithItsCodeAndSigned()
    {
        var client = new SignedClient(fixture.Client, fixture.TakeKey());
        using var foreign = await SendAsync(client, NewOrder(fixture.TakeKey()));
        await foreign.ExpectProblemAsync(HttpStatusCode.NotFound, "order-not-found");
        Assert.Equal(SignatureRefusal.None, client.LastVerification);
        using var unknown = await SendAsync(client, "no%2Fsuch%20order");
        await unknown.ExpectProblemAsync(HttpStatusCode.NotFound, "order-not-found");
        using var refused = await SendAsync(client, NewOrder(client.Key, "unpaid"));
        await refused.ExpectProblemAsync(HttpStatusCode.Conflict, "order-event-not-allowed");
    }

    [Fact]
    public async Task Event_UnsignedOrForged_ReachesNobody()
    {
        var key = fixture.TakeKey();
        var id = NewOrder(key);
        using var unsigned = await fixture.Client.SendAsync(HttpMethod.Post, $"/hospital/v2/orders/{id}/events", Body());
        await unsigned.ExpectProblemAsync(HttpStatusCode.Unauthorized, "signature-missing");
        using var forged = await new SignedClient(fixture.Client, key).SendAsync(
            HttpMethod.Post, $"/hospital/v2/orders/{id}/events", Body(), signedTarget: "/hospital/v2/orders/another/events");
        await forged.ExpectProblemAsync(HttpStatusCode.Unauthorized, "signature-invalid");
        Assert.False(fixture.Neighbours.Events.ContainsKey(id));
    }

    [Fact]
    public async Task Event_NoJson_IsAClearProblem()
    {
        var client = new SignedClient(fixture.Client, fixture.TakeKey());
        using var answer = await client.SendAsync(HttpMethod.Post, $"/hospital/v2/orders/{NewOrder(client.Key)}/events", "{"u8.ToArray());
        await answer.ExpectProblemAsync(HttpStatusCode.BadRequest, "malformed-json");
    }

    private static JsonObject Body() => new() { ["type"] = "completed", ["at"] = "2026-11-25T01:02:03Z" };

    private static Task<HttpResponseMessage> SendAsync(SignedClient client, string id) =>
        client.SendAsync(HttpMethod.Post, $"/hospital/v2/orders/{id}/events", Body());

    private string NewOrder(HospitalKey key, string status = "paid")
    {
        var id = Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString();
        fixture.Neighbours.Orders[id] = new JsonObject { ["id"] = id, ["hospitalCode"] = key.KeyId[..^2], ["status"] = status };
        return id;
    }

    /// <summary>Calls as ingest's sidecar does.</summary>
    private sealed class AsSidecar() : DelegatingHandler(new SocketsHttpHandler())
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Headers.Add("dapr-api-token", TestPlatform.AppToken);
            return base.SendAsync(request, cancellationToken);
        }
    }
}
