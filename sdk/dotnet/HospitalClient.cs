using Yilai.HospitalSdk.Messages;
using Yilai.HospitalSdk.Signatures;

namespace Yilai.HospitalSdk;

/// <summary>
/// A hospital's calls to the platform. All of them may be repeated: what is sent twice is there once. Calls that fail
/// because the platform is busy, starting or not to be reached are therefore retried for a while.
/// </summary>
public sealed class HospitalClient : IDisposable
{
    /// <summary>How many records the platform takes in one call; longer lists are sent in as many calls as they need.</summary>
    public const int BatchSize = 500;

    private readonly HttpClient http;

    /// <summary>A client for a hospital.</summary>
    /// <param name="platform">Where the platform is, such as <c>https://yilai.example</c>.</param>
    /// <param name="key">The hospital's key.</param>
    /// <param name="handler">What sends the requests; it is left open when the client is disposed, so that many hospitals can share one.</param>
    /// <param name="time">The clock; null for the system's.</param>
    public HospitalClient(Uri platform, HospitalKey key, HttpMessageHandler? handler = null, TimeProvider? time = null)
    {
        time ??= TimeProvider.System;
        var owned = handler is null;
        handler ??= new SocketsHttpHandler { AllowAutoRedirect = false };
        http = new HttpClient(new RetryHandler(time) { InnerHandler = new SigningHandler(key, time) { InnerHandler = handler } }, owned)
        {
            BaseAddress = new Uri(platform, "/hospital/v2/"),
            Timeout = Timeout.InfiniteTimeSpan, // each attempt has its own
        };
    }

    /// <summary>Tells the platform what this hospital is and how it is booked.</summary>
    public Task PutHospitalAsync(Hospital hospital, CancellationToken cancellationToken = default) =>
        http.SendJsonAsync(HttpMethod.Put, "hospital", hospital, cancellationToken);

    /// <summary>Adds or changes departments.</summary>
    public Task<PushResult> PutDepartmentsAsync(IEnumerable<Department> departments, CancellationToken cancellationToken = default) =>
        PutAsync("departments", departments, cancellationToken);

    /// <summary>Adds or changes schedules.</summary>
    public Task<PushResult> PutSchedulesAsync(IEnumerable<Schedule> schedules, CancellationToken cancellationToken = default) =>
        PutAsync("schedules", schedules, cancellationToken);

    /// <summary>Removes a department; refused with <c>live-orders</c> while it has any.</summary>
    public Task DeleteDepartmentAsync(string code, CancellationToken cancellationToken = default) =>
        http.SendJsonAsync<object>(HttpMethod.Delete, $"departments/{Uri.EscapeDataString(code)}", null, cancellationToken);

    /// <summary>Removes a schedule; refused with <c>live-orders</c> while it has any.</summary>
    public Task DeleteScheduleAsync(string id, CancellationToken cancellationToken = default) =>
        http.SendJsonAsync<object>(HttpMethod.Delete, $"schedules/{Uri.EscapeDataString(id)}", null, cancellationToken);

    /// <summary>The hospital as the platform holds it.</summary>
    public Task<Hospital> GetHospitalAsync(CancellationToken cancellationToken = default) =>
        http.GetJsonAsync<Hospital>("hospital", cancellationToken);

    /// <summary>The departments that the platform holds.</summary>
    public async Task<IReadOnlyList<Department>> ListDepartmentsAsync(CancellationToken cancellationToken = default) =>
        (await http.GetJsonAsync<ItemList<Department>>("departments", cancellationToken)).Items;

    /// <summary>The schedules that the platform holds for a day, a department, both or all.</summary>
    public async Task<IReadOnlyList<Schedule>> ListSchedulesAsync(
        DateOnly? date = null, string? department = null, CancellationToken cancellationToken = default)
    {
        var filters = new List<string>();
        if (date is { } day)
        {
            filters.Add($"date={day:yyyy-MM-dd}");
        }

        if (department is not null)
        {
            filters.Add($"department={Uri.EscapeDataString(department)}");
        }

        var query = filters.Count == 0 ? "" : "?" + string.Join('&', filters);
        return (await http.GetJsonAsync<ItemList<Schedule>>("schedules" + query, cancellationToken)).Items;
    }

    /// <summary>停诊: the schedules do not take place.</summary>
    public Task SuspendAsync(Suspension suspension, CancellationToken cancellationToken = default) =>
        http.SendJsonAsync(HttpMethod.Post, "suspensions", suspension, cancellationToken);

    /// <summary>Tells the platform what happened to one of its orders.</summary>
    public Task ReportOrderAsync(string orderId, OrderEvent orderEvent, CancellationToken cancellationToken = default) =>
        http.SendJsonAsync(HttpMethod.Post, $"orders/{Uri.EscapeDataString(orderId)}/events", orderEvent, cancellationToken);

    /// <summary>Closes the connections that are the client's own.</summary>
    public void Dispose() => http.Dispose();

    private async Task<PushResult> PutAsync<T>(string path, IEnumerable<T> items, CancellationToken cancellationToken)
    {
        var (accepted, offset) = (0, 0);
        var rejected = new List<Rejection>();
        var reported = new List<Report>();
        foreach (var batch in items.Chunk(BatchSize))
        {
            var result = await http.PutForResultAsync(path, new ItemList<T>(batch), cancellationToken);
            accepted += result.Accepted;
            rejected.AddRange(result.Rejected.Select(rejection => rejection with { Index = rejection.Index + offset }));
            reported.AddRange(result.Reported ?? []);
            offset += batch.Length;
        }

        return new(accepted, rejected, reported);
    }
}
