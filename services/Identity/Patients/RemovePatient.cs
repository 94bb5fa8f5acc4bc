using Microsoft.AspNetCore.Http.HttpResults;
using Yilai.ServiceDefaults.Security;

namespace Yilai.Identity.Patients;

internal static class RemovePatient
{
    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(
        string id, CurrentUser user, PatientStore patients, CancellationToken cancellationToken) =>
        await patients.RemoveAsync(user.Id, id, cancellationToken)
            ? TypedResults.NoContent()
            : PatientProblems.NotFound();
}
