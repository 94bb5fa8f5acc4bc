using Microsoft.AspNetCore.Http.HttpResults;
using Yilai.ServiceDefaults.Security;

namespace Yilai.Identity.Patients;

internal static class GetPatient
{
    public static async Task<Results<Ok<PatientAnswer>, ProblemHttpResult>> HandleAsync(
        string id, CurrentUser user, PatientStore patients, CancellationToken cancellationToken) =>
        await patients.FindAsync(user.Id, id, includeRemoved: false, cancellationToken) is { } patient
            ? TypedResults.Ok(PatientAnswer.Of(patient))
            : PatientProblems.NotFound();
}
