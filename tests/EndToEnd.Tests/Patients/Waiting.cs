using System.Net;
using System.Text.Json;
using Npgsql;
using Yilai.EndToEnd.Tests.Platform;

namespace Yilai.EndToEnd.Tests.Patients;

/// <summary>Waiting for a number of a sold-out schedule (候补).</summary>
internal static class Waiting
{
    private const string OwnList = "/api/me/waitlist";

    /// <summary>Takes a number that others are to wait for; gives the order.</summary>
    public static async Task<JsonElement> HoldAsync(this Patient patient, string scheduleId)
    {
        using var booked = await patient.BookAsync(scheduleId);
        return await booked.JsonAsync(HttpStatusCode.Created);
    }

    /// <summary>Gives the number of an order back.</summary>
    public static async Task GiveBackAsync(this Patient patient, JsonElement order)
    {
        using var cancelled = await patient.Http.PostAsJsonAsync($"/api/orders/{order.Text("id")}/cancellation", new { reason = "有事" });
        await cancelled.JsonAsync(HttpStatusCode.Accepted);
    }

    public static Task<HttpResponseMessage> WaitForAsync(this Patient patient, string scheduleId) =>
        patient.Http.PostAsJsonAsync($"/api/schedules/{scheduleId}/waitlist", new { patientId = patient.PatientId });

    /// <summary>Joins a list; gives the entry's id.</summary>
    public static async Task<string> JoinAsync(this Patient patient, string scheduleId, int position)
    {
        using var joined = await patient.WaitForAsync(scheduleId);
        var entry = await joined.JsonAsync(HttpStatusCode.Created);
        Assert.Equal(("waiting", position), (entry.Text("status"), entry.GetProperty("position").GetInt32()));
        return entry.Text("id");
    }

    public static Task<HttpResponseMessage> AcceptAsync(this Patient patient, string entryId) =>
        patient.Http.PostAsync($"{OwnList}/{entryId}/acceptance", null);

    public static Task<HttpResponseMessage> LeaveAsync(this Patient patient, string entryId) => patient.Http.DeleteAsync($"{OwnList}/{entryId}");

    /// <summary>What the patient's account waits for or has waited for.</summary>
    public static async Task<IReadOnlyList<JsonElement>> EntriesAsync(this Patient patient) =>
        [.. (await patient.Http.GetFromJsonAsync<JsonElement>(OwnList)).GetProperty("items").EnumerateArray()];

    /// <summary>Waits until an entry is in a state, and gives it.</summary>
    public static async Task<JsonElement> EntryAsync(this Patient patient, string entryId, string status)
    {
        var entry = default(JsonElement);
        await Eventually.TrueAsync(
            $"entry {entryId} of the waitlist is {status}",
            async () => (entry = (await patient.EntriesAsync()).Single(e => e.Text("id") == entryId)).Text("status") == status,
            TimeSpan.FromMinutes(3));
        return entry;
    }

    /// <summary>Has the schedule's hospital keep offers for a minute only.</summary>
    public static async Task KeepOffersForAMinuteAsync(this RunningPlatform platform, string scheduleId)
    {
        await using var database = await Books.OpenAsync(platform);
        await using var command = new NpgsqlCommand(
            """
            update orders.hospital_rule
            set platform_rule = platform_rule || '{"waitlist":{"maxPerUser":3,"offerMinutes":1,"closesDaysBefore":1,"closesTime":"18:00"}}'
            where hospital_code = @hospital
            """,
            database);
        command.Parameters.AddWithValue("hospital", scheduleId[..scheduleId.IndexOf('.', StringComparison.Ordinal)]);
        Assert.Equal(1, await command.ExecuteNonQueryAsync());
    }
}
