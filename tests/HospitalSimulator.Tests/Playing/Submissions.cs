using Yilai.HospitalSdk.Messages;

namespace Yilai.HospitalSimulator.Tests.Playing;

/// <summary>Orders that tests submit.</summary>
internal static class Submissions
{
    public static OrderSubmission For(Schedule schedule, string orderId, int number = 1) => new(
        orderId,
        schedule.Id,
        schedule.DepartmentCode,
        schedule.Date,
        schedule.Period,
        number,
        schedule.Fee,
        new OrderPatient("张三", "13800000001", "10", "11010519491231002X", "female", new DateOnly(1949, 12, 31), true, null));
}
