using System.Collections.Concurrent;
using Yilai.HospitalSdk.Messages;

namespace Yilai.HospitalSimulator.Schedules;

/// <summary>Schedules that somebody had the simulator push beside the planned ones, or instead of them.</summary>
internal sealed class ExtraSchedules
{
    private readonly ConcurrentDictionary<(string HospitalCode, string Id), Schedule> schedules = new();

    public void Remember(string hospitalCode, Schedule schedule) => schedules[(hospitalCode, schedule.Id)] = schedule;

    public Schedule? Find(string hospitalCode, string id) => schedules.GetValueOrDefault((hospitalCode, id));
}
