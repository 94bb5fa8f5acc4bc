using Microsoft.AspNetCore.Http.HttpResults;
using MongoDB.Driver;
using Yilai.Hospitals.Documents;
using Yilai.ServiceDefaults.Errors;

namespace Yilai.Hospitals.Portal;

/// <summary>What patients may look at: hospitals that are open, and their departments.</summary>
internal static class OpenHospitals
{
    public static Task<bool> IsOpenAsync(this HospitalDocuments documents, string code, CancellationToken cancellationToken) =>
        documents.Hospitals.Find(h => h.Code == code && h.Enabled).AnyAsync(cancellationToken);

    /// <summary>What is wrong with asking for this department; null when it is there.</summary>
    public static async Task<ProblemHttpResult?> CheckDepartmentAsync(
        this HospitalDocuments documents, string code, string department, CancellationToken cancellationToken)
    {
        if (!await documents.IsOpenAsync(code, cancellationToken))
        {
            return HospitalNotFound();
        }

        var id = DocumentId.Of(code, department);
        return await documents.Departments.Find(d => d.Id == id).AnyAsync(cancellationToken)
            ? null
            : Problems.NotFound("department-not-found", "没有这个科室。");
    }

    public static ProblemHttpResult HospitalNotFound() => Problems.NotFound("hospital-not-found", "没有这家医院。");
}
