using Yilai.HospitalSdk.Messages;
using Yilai.HospitalSimulator.Hospitals;

namespace Yilai.HospitalSimulator.Schedules;

/// <summary>
/// Who works when and with how many numbers. Everything follows from the hospital's code and the schedule's id, so that
/// a schedule is the same whenever it is asked for and none has to be kept.
/// </summary>
internal static class SchedulePlan
{
    /// <summary>How many days, from today, have schedules.</summary>
    public const int WindowDays = 14;

    /// <summary>The schedules of a day.</summary>
    public static IEnumerable<Schedule> Of(SimulatedHospital hospital, DateOnly date) =>
        from department in hospital.Departments
        from doctor in Enumerable.Range(0, department.Doctors.Count)
        from period in Enum.GetValues<Period>()
        let schedule = Plan(hospital, new ScheduleId(date, department.Department.Code, doctor, period))
        where schedule is not null
        select schedule;

    /// <summary>The schedule with an id, or null when the doctor does not work then or the id is not one of ours.</summary>
    public static Schedule? Find(SimulatedHospital hospital, string id) =>
        ScheduleId.TryParse(id) is { } parsed ? Plan(hospital, parsed) : null;

    private static Schedule? Plan(SimulatedHospital hospital, ScheduleId id)
    {
        var department = hospital.Departments.FirstOrDefault(department => department.Department.Code == id.DepartmentCode);
        if (department is null || id.Doctor >= department.Doctors.Count)
        {
            return null;
        }

        var doctor = department.Doctors[id.Doctor];
        var dice = new Dice($"{hospital.Code}/{id}");
        if (!doctor.WorksDaily && !dice.Falls(5, of: 10))
        {
            return null;
        }

        var released = dice.Between(10, 30);
        var suspended = !doctor.WorksDaily && dice.Falls(1, of: 20);
        var full = !doctor.WorksDaily && dice.Falls(3, of: 20);
        var soldElsewhere = dice.Between(0, released / 3);
        return new Schedule(
            id.ToString(),
            id.DepartmentCode,
            doctor.Name,
            doctor.Title,
            doctor.Skill,
            id.Date,
            id.Period,
            released,
            full ? 0 : released - soldElsewhere,
            doctor.Fee,
            suspended ? ScheduleStatus.Suspended : ScheduleStatus.Open);
    }
}
