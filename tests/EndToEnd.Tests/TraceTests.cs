using System.Net;
using System.Text.Json;
using Yilai.EndToEnd.Tests.Patients;
using Yilai.EndToEnd.Tests.Platform;

namespace Yilai.EndToEnd.Tests;

/// <summary>One click, one trace.</summary>
public sealed class TraceTests(RunningPlatform platform)
{
    [Fact]
    public async Task Trace_OfABooking_RunsFromTheGatewayToTheTextMessage()
    {
        using var patient = await Patient.RegisterAsync(platform);
        var schedule = await platform.NewScheduleAsync(1);
        const string trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        patient.Http.DefaultRequestHeaders.Add("traceparent", $"00-{trace}-00f067aa0ba902b7-01");
        using (var booked = await patient.BookAsync(schedule))
        {
            await booked.JsonAsync(HttpStatusCode.Created);
        }

        using var dashboard = new HttpClient { BaseAddress = platform.AddressOf("aspire-dashboard", "http") };
        await Eventually.TrueAsync("gateway, sidecar, orders, its database, the event and the text message are in one trace", async () =>
        {
            var spans = Spans(await dashboard.GetFromJsonAsync<JsonElement>($"/api/telemetry/traces/{trace}")).ToArray();
            var services = spans.Select(s => s.Service).ToHashSet();
            return services.IsSupersetOf(["gateway", "sidecar", "orders", "notifications"])
                && spans.Any(s => s.Service == "orders" && s.IsDatabase)
                && spans.Any(s => s.Name.Contains("order-placed", StringComparison.Ordinal))
                && spans.Any(s => s.Service == "sidecar" && s.Name.Contains("sms", StringComparison.Ordinal));
        }, TimeSpan.FromSeconds(60));
    }

    private static IEnumerable<(string Service, string Name, bool IsDatabase)> Spans(JsonElement answer) =>
        from resource in answer.GetProperty("data").GetProperty("resourceSpans").EnumerateArray()
        let service = resource.GetProperty("resource").GetProperty("attributes").EnumerateArray().First(a => a.Text("key") == "service.name").GetProperty("value").Text("stringValue")
        from scope in resource.GetProperty("scopeSpans").EnumerateArray()
        from span in scope.GetProperty("spans").EnumerateArray()
        select (service, span.Text("name"), scope.GetProperty("scope").Text("name") == "Npgsql");
}
