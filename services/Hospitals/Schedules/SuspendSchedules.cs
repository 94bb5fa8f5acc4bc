using Microsoft.AspNetCore.Http.HttpResults;
using MongoDB.Driver;
using Yilai.Hospitals.Documents;

namespace Yilai.Hospitals.Schedules;

/// <summary>Shows sessions as called off (停诊); orders has seen to it that nobody can book them.</summary>
internal static class SuspendSchedules
{
    public sealed record Request(IReadOnlyList<string> ScheduleIds);

    public static async Task<NoContent> HandleAsync(
        string code, Request request, HospitalDocuments documents, TimeProvider clock, CancellationToken cancellationToken)
    {
        var ids = request.ScheduleIds.Select(id => DocumentId.Of(code, id)).ToArray();
        await documents.Schedules.UpdateManyAsync(
            s => ids.Contains(s.Id),
            Builders<ScheduleDocument>.Update.Set(s => s.Status, PushedStatus.Suspended).Set(s => s.UpdatedAt, clock.GetUtcNow()),
            cancellationToken: cancellationToken);
        return TypedResults.NoContent();
    }
}
