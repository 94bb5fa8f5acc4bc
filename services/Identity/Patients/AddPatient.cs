using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Yilai.Identity.Users;
using Yilai.ServiceDefaults.Errors;
using Yilai.ServiceDefaults.Security;
using Yilai.ServiceDefaults.Time;

namespace Yilai.Identity.Patients;

internal static class AddPatient
{
    public static async Task<Results<Created<PatientAnswer>, ProblemHttpResult>> HandleAsync(
        PatientRequest request,
        CurrentUser user,
        Accounts accounts,
        PatientStore patients,
        IOptions<PatientOptions> options,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        if (await accounts.FindAsync(user.Id, cancellationToken) is not { } account)
        {
            return Problems.Unauthorized("login-required", "请先登录。");
        }

        var (facts, problem) = PatientRules.Check(request, account.Phone, clock.GetChinaToday());
        if (problem is not null)
        {
            return problem;
        }

        try
        {
            var limit = options.Value.PerAccount;
            return await patients.AddAsync(user.Id, facts!, limit, cancellationToken) is { } patient
                ? TypedResults.Created($"/api/me/patients/{patient.Id}", PatientAnswer.Of(patient))
                : PatientProblems.Limit(limit);
        }
        catch (DuplicatePatientException)
        {
            return PatientProblems.Duplicate();
        }
    }
}
