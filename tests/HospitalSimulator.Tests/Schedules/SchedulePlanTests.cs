using Yilai.HospitalSdk.Messages;
using Yilai.HospitalSimulator.Hospitals;
using Yilai.HospitalSimulator.Schedules;

namespace Yilai.HospitalSimulator.Tests.Schedules;

public sealed class SchedulePlanTests
{
    private static readonly DateOnly Day = new(2026, 3, 2);
    private static readonly SimulatedHospital[] Hospitals = [.. BundledHospitals.All()];

    private static Schedule[] Window =>
        [.. Hospitals.SelectMany(hospital => Enumerable.Range(0, SchedulePlan.WindowDays).SelectMany(day => SchedulePlan.Of(hospital, Day.AddDays(day))))];

    [Fact]
    public void Of_AnyDay_IsTheSameEveryTime() => Assert.Equal(Window, Window);

    [Fact]
    public void Of_TheWindow_HasAllKindsOfSchedules()
    {
        Assert.Contains(Window, schedule => schedule.Status == ScheduleStatus.Suspended);
        Assert.Contains(Window, schedule => schedule.Available == 0);
        Assert.Contains(Window, schedule => schedule.Available < schedule.Released);
        Assert.Equal([30m, 50m, 60m], Window.Select(schedule => schedule.Fee).Distinct().Order());
        Assert.All(Window, schedule => Assert.InRange(schedule.Released, 10, 30));
        Assert.All(Window, schedule => Assert.InRange(schedule.Available, 0, schedule.Released));
    }

    [Fact]
    public void Of_EveryDepartment_HasSomethingToBookEachHalfDay() => Assert.All(Hospitals, hospital =>
    {
        var open = SchedulePlan.Of(hospital, Day).Where(schedule => schedule is { Status: ScheduleStatus.Open, Available: > 0 }).ToArray();
        Assert.All(hospital.Departments, department => Assert.All(
            Enum.GetValues<Period>(),
            period => Assert.Contains(open, schedule => schedule.DepartmentCode == department.Department.Code && schedule.Period == period)));
    });

    [Fact]
    public void Find_EveryPlannedSchedule_FindsIt() => Assert.All(
        SchedulePlan.Of(Hospitals[0], Day), schedule => Assert.Equal(schedule, SchedulePlan.Find(Hospitals[0], schedule.Id)));

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("20260302-9999-0-am")]
    [InlineData("20260302-0301-9-am")]
    [InlineData("20260302-0301-00-am")]
    [InlineData("20260302-0301-0-AM")]
    [InlineData("20260231-0301-0-am")]
    [InlineData("20260302-0301-0-am-x")]
    public void Find_NoneOfOurs_IsNull(string id) => Assert.Null(SchedulePlan.Find(Hospitals[0], id));
}
