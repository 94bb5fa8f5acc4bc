using Microsoft.AspNetCore.Http.HttpResults;
using MongoDB.Driver;
using Yilai.Hospitals.Documents;

namespace Yilai.Hospitals.Portal;

/// <summary>A hospital's departments in the hospital's order, each group together.</summary>
internal static class ListOpenDepartments
{
    public static async Task<Results<Ok<List<Department>>, ProblemHttpResult>> HandleAsync(
        string code, HospitalDocuments documents, CancellationToken cancellationToken)
    {
        if (!await documents.IsOpenAsync(code, cancellationToken))
        {
            return OpenHospitals.HospitalNotFound();
        }

        var departments = await documents.Departments.Find(d => d.HospitalCode == code).SortBy(d => d.Position).ToListAsync(cancellationToken);
        // GroupBy keeps the order in which groups first appear, and the order within each.
        return TypedResults.Ok(departments
            .GroupBy(d => d.GroupCode)
            .SelectMany(g => g)
            .Select(d => new Department(d.Code, d.Name, d.GroupCode, d.GroupName, d.Intro))
            .ToList());
    }
}

/// <summary>A department that patients can book at.</summary>
/// <param name="Code">Its code within the hospital.</param>
/// <param name="Name">Its name.</param>
/// <param name="GroupCode">The code of the group it is listed under.</param>
/// <param name="GroupName">The name of that group.</param>
/// <param name="Intro">A few sentences about it.</param>
internal sealed record Department(string Code, string Name, string GroupCode, string GroupName, string? Intro);
