using Microsoft.AspNetCore.Http.HttpResults;
using Yilai.ServiceDefaults.Errors;

namespace Yilai.Identity.Patients;

/// <summary>An account has this person already.</summary>
internal sealed class DuplicatePatientException(Exception inner) : Exception("The account has a patient with this certificate.", inner);

internal static class PatientProblems
{
    public static ProblemHttpResult NotFound() => Problems.NotFound("patient-not-found", "没有这位就诊人。");

    public static ProblemHttpResult Duplicate() => Problems.Conflict("duplicate-patient", "这位就诊人已经添加过了。");

    public static ProblemHttpResult Limit(int limit) => Problems.Unprocessable("patient-limit", $"每个账号最多添加 {limit} 位就诊人。");
}
