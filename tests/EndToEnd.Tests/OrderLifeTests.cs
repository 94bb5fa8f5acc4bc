using System.Collections.Concurrent;
using System.Net;
using Npgsql;
using Yilai.EndToEnd.Tests.Hospitals;
using Yilai.EndToEnd.Tests.Patients;
using Yilai.EndToEnd.Tests.Platform;
using Yilai.HospitalSdk.Messages;

namespace Yilai.EndToEnd.Tests;

/// <summary>
/// Every way that an order's life can take, walked by patients, the hospital and the payment provider at their public APIs,
/// against the database's one table of what is allowed: no step is missing, and none is there that nobody can take.
/// </summary>
public sealed class OrderLifeTests(RunningPlatform platform)
{
    private const decimal Fee = 50m;
    private const decimal Free = 0m;

    [Fact]
    public async Task Order_OnEveryWayOfItsLife_TakesEveryStepOfTheTable()
    {
        using var hospital = await OpenHospital.OpenAsync(platform);
        var steps = new ConcurrentDictionary<(string From, string To), string>();

        await Task.WhenAll(
            LiveAsync(Fee, ["unpaid", "paid", "checked-in", "completed"], PayAsync, CheckInAsync, HospitalSays(OrderEventType.Completed)),
            LiveAsync(Fee, ["unpaid", "paid", "completed"], PayAsync, HospitalSays(OrderEventType.Completed)),
            LiveAsync(Fee, ["unpaid", "paid", "no-show"], PayAsync, HospitalSays(OrderEventType.NoShow)),
            LiveAsync(Fee, ["unpaid", "paid", "checked-in", "no-show"], PayAsync, HospitalSays(OrderEventType.CheckedIn), HospitalSays(OrderEventType.NoShow)),
            LiveAsync(Fee, ["unpaid", "cancelled"], CancelAsync),
            LiveAsync(Fee, ["unpaid", "expired"], ExpireAsync),
            LiveAsync(Fee, ["unpaid", "suspended"], SuspendAsync),
            LiveAsync(Fee, ["unpaid", "paid", "refunding", "refunded"], PayAsync, CancelAsync, _ => Task.CompletedTask),
            LiveAsync(Free, ["unpaid", "paid", "cancelled"], CancelAsync),
            LiveAsync(Free, ["unpaid", "paid", "suspended"], SuspendAsync),
            LiveAsync(Fee, ["unpaid", "paid", "checked-in", "refunding", "refunded"], PayAsync, CheckInAsync, SuspendAsync, _ => Task.CompletedTask),
            LiveAsync(Free, ["unpaid", "paid", "checked-in", "suspended"], CheckInAsync, SuspendAsync));

        Assert.Equal(await AllowedAsync(), steps.Keys.Order());

        // What is free is paid as soon as it is placed, and what goes back may have gone back before anybody looks.
        async Task LiveAsync(decimal fee, string[] states, params Func<Life, Task>[] acts)
        {
            using var patient = await Patient.RegisterAsync(platform);
            var schedule = await hospital.NewScheduleAsync(fee);
            using var booked = await patient.BookAsync(schedule);
            var id = (await booked.JsonAsync(HttpStatusCode.Created)).Text("id");
            var life = new Life(hospital, patient, schedule, id);
            foreach (var (state, act) in states[(fee == Free ? 2 : 1)..].Zip(acts))
            {
                await act(life);
                await patient.OrderAsync(id, $"is {state}", o => o.Text("status") == state || (state == "refunding" && o.Text("status") == "refunded"), TimeSpan.FromMinutes(2));
            }

            foreach (var step in states.Zip(states.Skip(1)))
            {
                steps.TryAdd(step, id);
            }

            // Its number is where it belongs.
            await Books.OfAsync(platform, schedule);
        }
    }

    private static async Task PayAsync(Life life)
    {
        Assert.Equal(HttpStatusCode.SeeOther, await Paying.ActAsync(await life.Patient.PayUrlAsync(life.OrderId), "pay"));
        await life.ConfirmedAsync();
    }

    /// <summary>Nobody pays in time; and who tries afterwards, at the page that is still open or anew, cannot.</summary>
    private static async Task ExpireAsync(Life life)
    {
        var page = await life.Patient.PayUrlAsync(life.OrderId);
        await life.Patient.OrderAsync(life.OrderId, "is expired", o => o.Text("status") == "expired", TimeSpan.FromMinutes(2));
        await Paying.ActAsync(page, "pay");
        using var answer = await life.Patient.Http.PostAsJsonAsync($"/api/orders/{life.OrderId}/payments", new { channel = "alipay" });
        await answer.ProblemAsync(HttpStatusCode.Conflict, "order-expired");
    }

    private static async Task CheckInAsync(Life life)
    {
        await life.ConfirmedAsync();
        using var answer = await life.Patient.Http.PostAsync($"/api/orders/{life.OrderId}/check-in", null);
        Assert.Equal(0, (await answer.JsonAsync(HttpStatusCode.OK)).GetProperty("ahead").GetInt32());
    }

    private static async Task CancelAsync(Life life)
    {
        using var answer = await life.Patient.Http.PostAsJsonAsync($"/api/orders/{life.OrderId}/cancellation", new { });
        await answer.JsonAsync(HttpStatusCode.Accepted);
    }

    private static Task SuspendAsync(Life life) => life.Hospital.SuspendAsync(life.Schedule);

    private static Func<Life, Task> HospitalSays(OrderEventType what) => life => life.Hospital.ReportAsync(life.OrderId, what);

    private async Task<IEnumerable<(string From, string To)>> AllowedAsync()
    {
        await using var database = await Books.OpenAsync(platform);
        await using var command = new NpgsqlCommand(
            """
            select f.name, t.name from orders.order_transition
            join orders.order_status f on f.number = from_status join orders.order_status t on t.number = to_status
            """,
            database);
        await using var reader = await command.ExecuteReaderAsync();
        var allowed = new List<(string From, string To)>();
        while (await reader.ReadAsync())
        {
            allowed.Add((reader.GetString(0), reader.GetString(1)));
        }

        return allowed.Order();
    }

    private sealed record Life(OpenHospital Hospital, Patient Patient, string Schedule, string OrderId)
    {
        public async Task ConfirmedAsync() =>
            await Patient.OrderAsync(OrderId, "is confirmed", o => o.Text("hospitalStatus") == "confirmed");
    }
}
