using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Dapper;

namespace Yilai.Orders.Tests.Platform;

/// <summary>A hospital of one test.</summary>
internal sealed class TestHospital(OrdersFixture orders, string code)
{
    /// <summary>A day that the usual rule has open at <see cref="OrdersFixture.Start"/>.</summary>
    public static readonly DateOnly OpenDay = new(2026, 11, 27);

    public string Code => code;

    public static JsonObject Schedule(string id, int released = 20, string department = "D1", DateOnly? date = null) => new()
    {
        ["id"] = id,
        ["departmentCode"] = department,
        ["departmentName"] = "心内科",
        ["doctorName"] = "李医师",
        ["doctorTitle"] = "主任医师",
        ["date"] = (date ?? OpenDay).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
        ["period"] = "morning",
        ["released"] = released,
        ["available"] = released,
        ["fee"] = 50.00m,
        ["status"] = "open",
    };

    /// <summary>Pushes schedules and gives the ids reported.</summary>
    public async Task<string[]> PushAsync(params JsonObject[] items)
    {
        using var answer = await orders.Client.PutAsJsonAsync($"/internal/hospitals/{code}/schedules", new { items });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        var body = await answer.Content.ReadFromJsonAsync<JsonObject>();
        return [.. body!["reported"]!.AsArray().Select(r => (string)r!["id"]!)];
    }

    public async Task<int> RemainingAsync(string id)
    {
        var answer = await orders.Client.GetFromJsonAsync<JsonObject>($"/internal/hospitals/{code}/availability");
        return (int)answer!["items"]!.AsArray().Single(i => (string)i!["id"]! == id)!["remaining"]!;
    }

    /// <summary>Sets how its waitlists work; the usual rule has 3 entries, 30 minutes, and the evening before at 18:00.</summary>
    public async Task SetWaitlistAsync(int maxPerUser = 3, int offerMinutes = 30, int closesDaysBefore = 1, string closesTime = "18:00")
    {
        await using var connection = await orders.Database.OpenConnectionAsync();
        await connection.ExecuteAsync(
            """
            update hospital_rule set platform_rule = jsonb_build_object('waitlist', jsonb_build_object(
                'maxPerUser', @maxPerUser, 'offerMinutes', @offerMinutes, 'closesDaysBefore', @closesDaysBefore, 'closesTime', @closesTime::text))
            where hospital_code = @code
            """,
            new { code, maxPerUser, offerMinutes, closesDaysBefore, closesTime });
    }

    /// <summary>Pushes a schedule and sells all of it: the orders and whose they are.</summary>
    public async Task<(string Id, Guid User)[]> SellOutAsync(string id, int numbers = 1, DateOnly? date = null, string department = "D1")
    {
        await PushAsync(Schedule(id, numbers, department, date));
        return await Task.WhenAll(Enumerable.Range(0, numbers).Select(async _ =>
        {
            var user = Accounts.NewUser();
            return ((await orders.BookAsync(PublicId(id), user)).Id, user);
        }));
    }

    public string PublicId(string id) => $"{code}.{id}";

    /// <summary>
    /// Asserts that numbers add up for each of the hospital's schedules, that every live order and every offer has its own, and
    /// that as many are owed as people wait.
    /// </summary>
    public async Task AssertNumbersAddUpAsync()
    {
        await using var connection = await orders.Database.OpenConnectionAsync();
        var wrong = await connection.QueryAsync<string>(
            """
            select format('%s: released %s, withheld %s, taken %s, remaining %s, live %s, freed %s, last %s, waiting %s of %s',
                s.schedule_id, s.released, s.withheld, s.taken, s.remaining, o.live, f.freed, s.last_number, s.waiting, w.waiting)
            from schedule s,
                lateral (select count(*) as live, count(distinct number) as numbers, coalesce(max(number), 0) as highest from (
                    select number from order_info
                    where hospital_code = s.hospital_code and schedule_id = s.schedule_id and order_status >= 0
                    union all
                    select number from waitlist_entry
                    where hospital_code = s.hospital_code and schedule_id = s.schedule_id and status = 'offered') held) o,
                lateral (select count(*) as waiting from waitlist_entry
                    where hospital_code = s.hospital_code and schedule_id = s.schedule_id and status = 'waiting') w,
                lateral (select count(*) as freed from freed_number
                    where hospital_code = s.hospital_code and schedule_id = s.schedule_id) f
            where s.hospital_code = @code and (
                s.taken <> o.live or o.live <> o.numbers or s.last_number <> o.live + f.freed or o.highest > s.last_number
                or s.remaining <> greatest(0, s.released - s.withheld - s.taken)
                or s.waiting <> w.waiting)
            """,
            new { code });
        Assert.Empty(wrong);
    }
}
