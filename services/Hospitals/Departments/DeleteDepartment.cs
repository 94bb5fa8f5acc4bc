using Microsoft.AspNetCore.Http.HttpResults;
using MongoDB.Driver;
using Yilai.Hospitals.Documents;
using Yilai.ServiceDefaults.Errors;

namespace Yilai.Hospitals.Departments;

/// <summary>Removes a department and its schedules. That nothing live depends on them has been asked of orders before.</summary>
internal static class DeleteDepartment
{
    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(
        string code, string department, HospitalDocuments documents, CancellationToken cancellationToken)
    {
        // Schedules first: a crash between the two leaves a department that can be removed again.
        await documents.Schedules.DeleteManyAsync(s => s.HospitalCode == code && s.DepartmentCode == department, cancellationToken);
        var id = DocumentId.Of(code, department);
        var result = await documents.Departments.DeleteOneAsync(d => d.Id == id, cancellationToken);
        return result.DeletedCount == 0 ? Problems.NotFound("department-not-found", "没有这个科室。") : TypedResults.NoContent();
    }
}
