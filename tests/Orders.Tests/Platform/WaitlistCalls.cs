using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Yilai.Orders.Tests.Platform;

/// <summary>Calls to the waitlist.</summary>
internal static class WaitlistCalls
{
    public static Task<Answer> JoinAsync(this OrdersFixture orders, string schedule, Guid user, Guid? patient = null) =>
        orders.SendAsync(HttpMethod.Post, $"/api/schedules/{schedule}/waitlist", user, JsonContent.Create(new { patientId = patient ?? Accounts.PatientOf(user) }));

    public static Task<Answer> AcceptAsync(this OrdersFixture orders, string entry, Guid user) =>
        orders.SendAsync(HttpMethod.Post, $"/api/me/waitlist/{entry}/acceptance", user);

    public static Task<Answer> LeaveAsync(this OrdersFixture orders, string entry, Guid user) =>
        orders.SendAsync(HttpMethod.Delete, $"/api/me/waitlist/{entry}", user);

    /// <summary>The closing saga says that an order has ended.</summary>
    public static Task<Answer> OfferNumberOfAsync(this OrdersFixture orders, string order) =>
        orders.SendAsync(HttpMethod.Post, $"/internal/orders/{order}/waitlist-offers", null);

    /// <summary>Cancels an order, and lets its saga offer the number.</summary>
    public static async Task FreeAsync(this OrdersFixture orders, (string Id, Guid User) order)
    {
        await orders.CancelAsync(order.Id, order.User);
        await orders.OfferNumberOfAsync(order.Id);
    }

    public static Task<Answer> RunAsync(this OrdersFixture orders, string task) => orders.ExpireAsync(task: task);

    /// <summary>An account's entries, the newest first.</summary>
    public static async Task<JsonObject[]> WaitlistAsync(this OrdersFixture orders, Guid user) =>
        [.. (await orders.GetAsync("/api/me/waitlist", user)).Body["items"]!.AsArray().Select(e => e!.AsObject())];

    /// <summary>The status of an account's newest entry.</summary>
    public static async Task<string> WaitsAsync(this OrdersFixture orders, Guid user) => (string)(await orders.WaitlistAsync(user))[0]["status"]!;
}
