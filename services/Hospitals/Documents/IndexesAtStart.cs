using MongoDB.Driver;

namespace Yilai.Hospitals.Documents;

/// <summary>Creates what is missing of the indexes before the service listens.</summary>
internal sealed class IndexesAtStart(HospitalDocuments documents) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var hospital = Builders<HospitalDocument>.IndexKeys;
        await documents.Hospitals.Indexes.CreateManyAsync(
            [
                // Lists: the highest level first. Name searches look through the keys of the second, never through whole documents.
                new(hospital.Ascending(h => h.Enabled).Ascending(h => h.LevelRank).Ascending(h => h.Code)),
                new(hospital.Ascending(h => h.Enabled).Ascending(h => h.SearchName)),
                new(hospital.Ascending(h => h.Enabled).Ascending(h => h.RegionCode).Ascending(h => h.LevelRank).Ascending(h => h.Code)),
            ],
            cancellationToken);
        var department = Builders<DepartmentDocument>.IndexKeys;
        await documents.Departments.Indexes.CreateOneAsync(
            new CreateIndexModel<DepartmentDocument>(department.Ascending(d => d.HospitalCode).Ascending(d => d.Position)),
            cancellationToken: cancellationToken);
        var schedule = Builders<ScheduleDocument>.IndexKeys;
        await documents.Schedules.Indexes.CreateManyAsync(
            [
                new(schedule.Ascending(s => s.HospitalCode).Ascending(s => s.DepartmentCode).Ascending(s => s.Date)),
                new(schedule.Ascending(s => s.HospitalCode).Ascending(s => s.Date).Ascending(s => s.Status)),
            ],
            cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
