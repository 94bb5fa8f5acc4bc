using Microsoft.AspNetCore.Http.HttpResults;
using MongoDB.Driver;
using Yilai.Hospitals.Batches;
using Yilai.Hospitals.Documents;
using Yilai.ServiceDefaults.Time;

namespace Yilai.Hospitals.Schedules;

/// <summary>Adds or changes schedules. What was accepted is given back whole: ingest hands it on to orders.</summary>
internal static class PutSchedules
{
    public static async Task<Results<Ok<SchedulesPut>, ProblemHttpResult>> HandleAsync(
        string code, Batch batch, HospitalDocuments documents, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (batch.Problem is { } problem)
        {
            return problem;
        }

        var items = batch.Read<ScheduleInput>();
        var names = await DepartmentNamesAsync(code, items, documents, cancellationToken);
        var (today, now) = (clock.GetChinaToday(), clock.GetUtcNow());
        var (accepted, rejected) = Batch.Judge(items, s => s.Id, (s, index) => s.ToDocument(code, names, today, now) switch
        {
            { Accepted: { } document } => Verdict<(int Index, ScheduleDocument Document)>.Accept((index, document)),
            var refused => new(default, refused.Refusal),
        });
        var writes = accepted
            .Select(a => new ReplaceOneModel<ScheduleDocument>(Builders<ScheduleDocument>.Filter.Eq(s => s.Id, a.Document.Id), a.Document) { IsUpsert = true })
            .ToList();
        await documents.Schedules.WriteAsync(writes, cancellationToken);
        return TypedResults.Ok(new SchedulesPut([.. accepted.Select(a => AcceptedSchedule.Of(a.Index, a.Document))], rejected));
    }

    private static async Task<Dictionary<string, string>> DepartmentNamesAsync(
        string code, IEnumerable<ScheduleInput?> items, HospitalDocuments documents, CancellationToken cancellationToken)
    {
        var ids = items.Select(i => i?.DepartmentCode).Where(DocumentId.IsAllowed).Distinct().Select(d => DocumentId.Of(code, d!));
        var found = await documents.Departments
            .Find(Builders<DepartmentDocument>.Filter.In(d => d.Id, ids))
            .Project(d => new { d.Code, d.Name })
            .ToListAsync(cancellationToken);
        return found.ToDictionary(d => d.Code, d => d.Name, StringComparer.Ordinal);
    }
}

/// <summary>What was made of a push of schedules.</summary>
internal sealed record SchedulesPut(IReadOnlyList<AcceptedSchedule> Accepted, IReadOnlyList<Rejection> Rejected);

/// <summary>An accepted schedule with its place in the batch and the name of its department.</summary>
internal sealed record AcceptedSchedule(
    int Index,
    string Id,
    string DepartmentCode,
    string DepartmentName,
    string DoctorName,
    string DoctorTitle,
    DateOnly Date,
    Period Period,
    int Released,
    int Available,
    decimal Fee,
    PushedStatus Status)
{
    public static AcceptedSchedule Of(int index, ScheduleDocument s) => new(
        index, s.ScheduleId, s.DepartmentCode, s.DepartmentName, s.DoctorName, s.DoctorTitle, s.Date, s.Period, s.Released, s.Available, s.Fee, s.Status);
}
