using System.Collections.Concurrent;
using Yilai.HospitalSdk.Messages;
using Yilai.HospitalSimulator.Hospitals;
using Yilai.HospitalSimulator.Schedules;

namespace Yilai.HospitalSimulator.Pushing;

/// <summary>Tells the platform what it does not know of a hospital yet: all of it at first, then the days that are new.</summary>
internal sealed partial class PushHospital(HospitalClients clients, TimeProvider time, ILogger<PushHospital> logger)
{
    private readonly ConcurrentDictionary<string, DateOnly> knownBefore = new();

    public async Task<PushedCounts> RunAsync(SimulatedHospital hospital, CancellationToken cancellationToken)
    {
        using var client = clients.For(hospital.Code);
        var today = ChinaDay.Today(time);
        var end = today.AddDays(SchedulePlan.WindowDays);
        var rejected = 0;
        if (!knownBefore.TryGetValue(hospital.Code, out var start))
        {
            start = today;
            await client.PutHospitalAsync(hospital.Hospital, cancellationToken);
            var departments = hospital.Departments.Select(department => department.Department);
            rejected = Report(hospital, "departments", await client.PutDepartmentsAsync(departments, cancellationToken));
        }

        var days = Enumerable.Range(0, Math.Max(0, end.DayNumber - start.DayNumber)).Select(start.AddDays);
        var result = await client.PutSchedulesAsync(days.SelectMany(day => SchedulePlan.Of(hospital, day)), cancellationToken);
        rejected += Report(hospital, "schedules", result);
        knownBefore[hospital.Code] = end;
        return new(result.Accepted, rejected);
    }

    private int Report(SimulatedHospital hospital, string what, PushResult result)
    {
        if (result.Rejected is [var first, ..])
        {
            LogRejected(hospital.Code, result.Rejected.Count, what, first.Code, first.Message);
        }

        return result.Rejected.Count;
    }

    [LoggerMessage(LogLevel.Warning, "{HospitalCode}: {Count} {What} rejected, the first with {Code}: {Message}")]
    private partial void LogRejected(string hospitalCode, int count, string what, string code, string message);
}
