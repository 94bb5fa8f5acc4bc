using Microsoft.AspNetCore.Http.HttpResults;
using MongoDB.Driver;
using Yilai.Hospitals.Batches;
using Yilai.Hospitals.Documents;
using Yilai.ServiceDefaults.Errors;

namespace Yilai.Hospitals.Departments;

/// <summary>Adds or changes departments.</summary>
internal static class PutDepartments
{
    public static async Task<Results<Ok<DepartmentsPut>, ProblemHttpResult>> HandleAsync(
        string code, Batch batch, HospitalDocuments documents, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (batch.Problem is { } problem)
        {
            return problem;
        }

        if (!await documents.Hospitals.Find(h => h.Code == code).AnyAsync(cancellationToken))
        {
            return Problems.NotFound("hospital-not-found", "请先推送医院资料，再推送科室。");
        }

        var (accepted, rejected) = Batch.Judge(batch.Read<DepartmentInput>(), d => d.Code, Judge);
        // New departments come after those that are there, in the order of the batch.
        var position = clock.GetUtcNow().ToUnixTimeMilliseconds() * 1000;
        var writes = accepted.Select((d, i) => ToUpsert(code, d, position + i)).ToList();
        await documents.Departments.WriteAsync(writes, cancellationToken);
        return TypedResults.Ok(new DepartmentsPut(accepted.Count, rejected));
    }

    private static Verdict<DepartmentInput> Judge(DepartmentInput department, int index) => department switch
    {
        _ when !DocumentId.IsAllowed(department.Code) =>
            Verdict<DepartmentInput>.Reject("invalid-code", "科室编号应为 1 至 64 个字母、数字或 _ . - 字符。"),
        _ when !Text.IsLine(department.Name, 50) => Verdict<DepartmentInput>.Reject("invalid-name", "科室名称应为 1 至 50 个字符。"),
        _ when !Text.IsLine(department.GroupCode, 64) || !Text.IsLine(department.GroupName, 50) =>
            Verdict<DepartmentInput>.Reject("invalid-group", "大科室编号应为 1 至 64 个字符，名称应为 1 至 50 个字符。"),
        _ when !Text.IsOptional(department.Intro, 2000) => Verdict<DepartmentInput>.Reject("invalid-intro", "科室简介不超过 2000 个字符。"),
        _ => Verdict<DepartmentInput>.Accept(department),
    };

    private static UpdateOneModel<DepartmentDocument> ToUpsert(string hospital, DepartmentInput department, long position)
    {
        var id = DocumentId.Of(hospital, department.Code!);
        return new UpdateOneModel<DepartmentDocument>(
            Builders<DepartmentDocument>.Filter.Eq(d => d.Id, id),
            Builders<DepartmentDocument>.Update
                .SetOnInsert(d => d.HospitalCode, hospital)
                .SetOnInsert(d => d.Code, department.Code)
                .SetOnInsert(d => d.Position, position)
                .Set(d => d.Name, department.Name!.Trim())
                .Set(d => d.GroupCode, department.GroupCode)
                .Set(d => d.GroupName, department.GroupName!.Trim())
                .Set(d => d.Intro, department.Intro))
        {
            IsUpsert = true,
        };
    }

    internal sealed record DepartmentInput(string? Code, string? Name, string? GroupCode, string? GroupName, string? Intro);
}

/// <summary>What was made of a push of departments.</summary>
internal sealed record DepartmentsPut(int Accepted, IReadOnlyList<Rejection> Rejected);
