using Yilai.Hospitals.Batches;

namespace Yilai.Hospitals.Departments;

/// <summary>Departments, for ingest.</summary>
internal static class DepartmentEndpoints
{
    public static void MapDepartments(this IEndpointRouteBuilder app)
    {
        app.MapPut("/internal/hospitals/{code}/departments", PutDepartments.HandleAsync).TakesPushes().ExcludeFromDescription();
        app.MapGet("/internal/hospitals/{code}/departments", ListDepartments.HandleAsync).ExcludeFromDescription();
        app.MapDelete("/internal/hospitals/{code}/departments/{department}", DeleteDepartment.HandleAsync).ExcludeFromDescription();
    }
}
