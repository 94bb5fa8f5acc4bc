using System.Text.Json;
using Dapper;
using Npgsql;
using Yilai.Chaos.Tests.Platform;

namespace Yilai.Chaos.Tests.Verdicts;

/// <summary>The hospital expects who holds a number, and nobody else.</summary>
internal static class HospitalVerdict
{
    private sealed record Order(Guid Id, short Status);

    public static async Task<IEnumerable<string>> FindAsync(NpgsqlConnection database, ChaosPlatform platform, string hospital)
    {
        using var http = new HttpClient { BaseAddress = platform.AddressOf("simulator") };
        var believed = (await http.GetFromJsonAsync<JsonElement>($"simulator/orders?hospital={hospital}")).GetProperty("items").EnumerateArray()
            .ToDictionary(o => o.GetProperty("orderId").GetString()!, o => o.GetProperty("status").GetString()!);
        var orders = (await database.QueryAsync<Order>("select id, order_status as status from orders.order_info where hospital_code = @hospital", new { hospital })).AsList();
        return
        [
            .. from order in orders
               let is_ = believed.GetValueOrDefault(order.Id.ToString(), "unknown")
               where !IsRight(order.Status, is_)
               select $"order {order.Id} in state {order.Status} is {is_} at the hospital",
            .. from id in believed.Keys.Except(orders.Select(order => order.Id.ToString()))
               select $"order {id} is in the hospital's books only",
        ];
    }

    private static bool IsRight(short status, string believed) => status switch
    {
        < 0 => believed is "cancelled" or "unknown",
        0 => believed is "booked",
        _ => believed is "paid",
    };
}
