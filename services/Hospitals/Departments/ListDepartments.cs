using Microsoft.AspNetCore.Http.HttpResults;
using MongoDB.Driver;
using Yilai.Hospitals.Documents;

namespace Yilai.Hospitals.Departments;

/// <summary>The departments that the platform holds of a hospital.</summary>
internal static class ListDepartments
{
    public static async Task<Ok<PushedDepartments>> HandleAsync(string code, HospitalDocuments documents, CancellationToken cancellationToken)
    {
        var departments = await documents.Departments
            .Find(d => d.HospitalCode == code)
            .SortBy(d => d.Position)
            .Project(d => new PushedDepartment(d.Code, d.Name, d.GroupCode, d.GroupName, d.Intro))
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(new PushedDepartments(departments));
    }
}

/// <summary>See the contract's <c>GET /hospital/v2/departments</c>.</summary>
internal sealed record PushedDepartments(IReadOnlyList<PushedDepartment> Items);

/// <summary>A department in the shape in which it was pushed.</summary>
internal sealed record PushedDepartment(string Code, string Name, string GroupCode, string GroupName, string? Intro);
