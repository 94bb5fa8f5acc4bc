using Microsoft.AspNetCore.Http.HttpResults;
using Yilai.ServiceDefaults.Security;
using Yilai.ServiceDefaults.Time;

namespace Yilai.Identity.Patients;

internal static class UpdatePatient
{
    public static async Task<Results<Ok<PatientAnswer>, ProblemHttpResult>> HandleAsync(
        string id, PatientRequest request, CurrentUser user, PatientStore patients, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await patients.FindAsync(user.Id, id, includeRemoved: false, cancellationToken) is not { } stored)
        {
            return PatientProblems.NotFound();
        }

        var (facts, problem) = PatientRules.Check(request.WithStored(stored.Facts), stored.Facts.Phone, clock.GetChinaToday());
        if (problem is not null)
        {
            return problem;
        }

        try
        {
            var patient = stored with { Facts = facts! };
            await patients.UpdateAsync(patient, cancellationToken);
            return TypedResults.Ok(PatientAnswer.Of(patient));
        }
        catch (DuplicatePatientException)
        {
            return PatientProblems.Duplicate();
        }
    }
}
