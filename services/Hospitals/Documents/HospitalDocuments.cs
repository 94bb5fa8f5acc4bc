using MongoDB.Driver;

namespace Yilai.Hospitals.Documents;

/// <summary>The collections of the hospitals database.</summary>
internal sealed class HospitalDocuments(IMongoDatabase database)
{
    public IMongoCollection<HospitalDocument> Hospitals { get; } = database.GetCollection<HospitalDocument>("hospitals");

    public IMongoCollection<LogoDocument> Logos { get; } = database.GetCollection<LogoDocument>("logos");

    public IMongoCollection<DepartmentDocument> Departments { get; } = database.GetCollection<DepartmentDocument>("departments");

    public IMongoCollection<ScheduleDocument> Schedules { get; } = database.GetCollection<ScheduleDocument>("schedules");
}
