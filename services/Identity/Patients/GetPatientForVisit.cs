using Microsoft.AspNetCore.Http.HttpResults;

namespace Yilai.Identity.Patients;

/// <summary>A patient with the numbers in clear, as a hospital needs them; for other services only.</summary>
internal sealed record VisitPatient(
    Guid Id,
    Guid UserId,
    string Name,
    string Phone,
    string CertificatesType,
    string CertificatesNo,
    string Gender,
    DateOnly Birthday,
    bool IsInsured,
    string? CardNo);

internal static class GetPatientForVisit
{
    /// <param name="userId">The account.</param>
    /// <param name="patientId">One of its patients.</param>
    /// <param name="includeRemoved">Whether one that the account has removed since will do: an order may outlive it.</param>
    /// <param name="patients">The patients.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static async Task<Results<Ok<VisitPatient>, ProblemHttpResult>> HandleAsync(
        string userId, string patientId, bool? includeRemoved, PatientStore patients, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(userId, out var user)
            || await patients.FindAsync(user, patientId, includeRemoved ?? false, cancellationToken) is not var (id, owner, facts))
        {
            return PatientProblems.NotFound();
        }

        return TypedResults.Ok(new VisitPatient(
            id,
            owner,
            facts.Name,
            facts.Phone,
            facts.CertificatesType,
            facts.CertificatesNo,
            facts.Gender,
            facts.Birthday,
            facts.IsInsured,
            facts.CardNo));
    }
}
