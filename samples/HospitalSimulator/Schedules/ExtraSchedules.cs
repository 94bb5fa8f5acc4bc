using System.Collections.Concurrent;
using Yilai.HospitalSdk.Messages;
using Yilai.HospitalSimulator.Orders;

namespace Yilai.HospitalSimulator.Schedules;

/// <summary>Schedules that somebody had the simulator push beside the planned ones, or instead of them.</summary>
internal sealed class ExtraSchedules(Journal journal)
{
    private readonly ConcurrentDictionary<(string HospitalCode, string Id), Schedule> schedules = new(
        from line in journal.Lines
        let pushed = line.Schedule
        where pushed is not null
        group pushed by (line.HospitalCode!, pushed.Id) into told
        select KeyValuePair.Create(told.Key, told.Last()));

    public void Remember(string hospitalCode, Schedule schedule)
    {
        journal.Write(new JournalLine(HospitalCode: hospitalCode, Schedule: schedule));
        schedules[(hospitalCode, schedule.Id)] = schedule;
    }

    public Schedule? Find(string hospitalCode, string id) => schedules.GetValueOrDefault((hospitalCode, id));
}
