using System.Globalization;
using Yilai.ServiceDefaults.Errors;

namespace Yilai.Orders.Inventory;

/// <summary>A schedule as a hospital's edge accepted it.</summary>
internal sealed record ScheduleItem
{
    private const int MaxReleased = 10_000;
    private const decimal MaxFee = 99_999_999.99m;

    public string? Id { get; init; }

    public string? DepartmentCode { get; init; }

    public string? DepartmentName { get; init; }

    public string? DoctorName { get; init; }

    public string? DoctorTitle { get; init; }

    public DateOnly? Date { get; init; }

    public Period? Period { get; init; }

    /// <summary>Gets how many numbers the session has in all.</summary>
    public int Released { get; init; }

    /// <summary>Gets how many of them the hospital leaves to the platform; all unless said.</summary>
    public int? Available { get; init; }

    public decimal Fee { get; init; }

    public ScheduleStatus Status { get; init; }

    public static void Validate(ScheduleItem? item, int index, FieldErrors errors)
    {
        string Field(string name) => string.Create(CultureInfo.InvariantCulture, $"items[{index}].{name}");
        if (item is null)
        {
            errors.Require(false, Field("id"), "不能为空。");
            return;
        }

        errors
            .Require(ScheduleKey.TryParse("x." + item.Id, out _), Field("id"), "排班编号为 1 至 64 位字母、数字、点、横线或下划线。")
            .Require(ScheduleKey.TryParse("x." + item.DepartmentCode, out _), Field("departmentCode"), "科室编号为 1 至 64 位字母、数字、点、横线或下划线。")
            .Require(item.Date is not null, Field("date"), "请填写出诊日期。")
            .Require(item.Period is not null, Field("period"), "请填写 morning 或 afternoon。")
            .Require(item.Released is >= 0 and <= MaxReleased, Field("released"), $"放号数为 0 至 {MaxReleased}。")
            .Require(item.Available is null or >= 0, Field("available"), "可约号数不能为负。")
            .Require(item.Fee is >= 0 and <= MaxFee, Field("fee"), "医事服务费不能为负。");
    }
}
