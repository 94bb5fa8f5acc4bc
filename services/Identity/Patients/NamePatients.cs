using Microsoft.AspNetCore.Http.HttpResults;
using Yilai.ServiceDefaults.Errors;

namespace Yilai.Identity.Patients;

/// <summary>Says who several patients are: their names and nothing else; for other services only.</summary>
internal static class NamePatients
{
    /// <summary>More than this are asked for in several requests.</summary>
    private const int Most = 100;

    public static async Task<Results<Ok<IReadOnlyList<PatientName>>, ProblemHttpResult>> HandleAsync(
        NamePatientsRequest request, PatientStore patients, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors().Require(request.Patients is { Count: <= Most }, "patients", $"请给出不超过 {Most} 位就诊人。");
        return errors.Any ? errors.ToProblem() : TypedResults.Ok(await patients.NamesAsync(request.Patients!, cancellationToken));
    }

    /// <param name="Patients">Whom it is about.</param>
    internal sealed record NamePatientsRequest(IReadOnlyList<PatientReference>? Patients);
}

/// <summary>A patient of an account.</summary>
internal sealed record PatientReference(Guid UserId, Guid PatientId);

/// <summary>The name of a patient whom the account has; others are left out of answers.</summary>
internal sealed record PatientName(Guid UserId, Guid PatientId, string Name);
