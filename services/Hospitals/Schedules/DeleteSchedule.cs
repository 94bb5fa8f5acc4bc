using Microsoft.AspNetCore.Http.HttpResults;
using MongoDB.Driver;
using Yilai.Hospitals.Documents;
using Yilai.ServiceDefaults.Errors;

namespace Yilai.Hospitals.Schedules;

/// <summary>Removes a schedule. That no live order depends on it has been asked of orders before.</summary>
internal static class DeleteSchedule
{
    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(
        string code, string schedule, HospitalDocuments documents, CancellationToken cancellationToken)
    {
        var id = DocumentId.Of(code, schedule);
        var result = await documents.Schedules.DeleteOneAsync(s => s.Id == id, cancellationToken);
        return result.DeletedCount == 0 ? Problems.NotFound("schedule-not-found", "没有这个排班。") : TypedResults.NoContent();
    }
}
