using System.Globalization;
using Yilai.Hospitals.Batches;
using Yilai.Hospitals.Documents;

namespace Yilai.Hospitals.Schedules;

/// <summary>A schedule as a hospital sends it. Words and dates are read here, so that a wrong one is told by its name.</summary>
internal sealed record ScheduleInput(
    string? Id,
    string? DepartmentCode,
    string? DoctorName,
    string? DoctorTitle,
    string? Skill,
    string? Date,
    string? Period,
    int? Released,
    int? Available,
    decimal? Fee,
    string? Status)
{
    private const int MaxReleased = 10_000;
    private const decimal MaxFee = 100_000m;
    private const int MaxDaysAhead = 366;

    /// <summary>The document, or the first thing that is wrong.</summary>
    public Verdict<ScheduleDocument> ToDocument(string hospital, IReadOnlyDictionary<string, string> departmentNames, DateOnly today, DateTimeOffset now)
    {
        if (!DocumentId.IsAllowed(Id))
        {
            return Wrong("invalid-id", "排班编号应为 1 至 64 个字母、数字或 _ . - 字符。");
        }

        if (DepartmentCode is null || !departmentNames.TryGetValue(DepartmentCode, out var departmentName))
        {
            return Wrong("unknown-department", "没有这个科室，请先推送科室。");
        }

        if (!Text.IsLine(DoctorName, 50) || !Text.IsLine(DoctorTitle, 50) || !Text.IsOptional(Skill, 500))
        {
            return Wrong("invalid-doctor", "医生姓名和职称应为 1 至 50 个字符，擅长不超过 500 个字符。");
        }

        if (!DateOnly.TryParseExact(Date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) || date > today.AddDays(MaxDaysAhead))
        {
            return Wrong("invalid-date", "日期应形如 2026-11-24，且在一年之内。");
        }

        if (date < today)
        {
            return Wrong("past-date", "不能推送过去日期的排班。");
        }

        if (ScheduleWords.ReadPeriod(Period) is not { } period)
        {
            return Wrong("invalid-period", "时段应为 morning 或 afternoon。");
        }

        if (Released is not (>= 0 and <= MaxReleased))
        {
            return Wrong("invalid-released", $"放号数应为 0 至 {MaxReleased}。");
        }

        if (Available is not >= 0 || Available > Released)
        {
            return Wrong("invalid-available", "可约数应为 0 至放号数。");
        }

        if (Fee is not (>= 0 and <= MaxFee) || decimal.Round(Fee.Value, 2) != Fee)
        {
            return Wrong("invalid-fee", "医事服务费应为 0 至 100000 元，最多两位小数。");
        }

        if (ScheduleWords.ReadStatus(Status) is not { } status)
        {
            return Wrong("invalid-status", "状态应为 open、stopped 或 suspended。");
        }

        return Verdict<ScheduleDocument>.Accept(new ScheduleDocument
        {
            Id = DocumentId.Of(hospital, Id!),
            HospitalCode = hospital,
            ScheduleId = Id!,
            DepartmentCode = DepartmentCode,
            DepartmentName = departmentName,
            DoctorName = DoctorName!.Trim(),
            DoctorTitle = DoctorTitle!.Trim(),
            Skill = Skill,
            Date = date,
            Period = period,
            Released = Released.Value,
            Available = Available.Value,
            Fee = Fee.Value,
            Status = status,
            UpdatedAt = now,
        });
    }

    private static Verdict<ScheduleDocument> Wrong(string code, string message) => Verdict<ScheduleDocument>.Reject(code, message);
}
