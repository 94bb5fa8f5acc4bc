using Dapper;
using Npgsql;
using Yilai.Orders.Booking;
using Yilai.ServiceDefaults.Privacy;

namespace Yilai.Orders.Waitlist;

/// <summary>Writes who waits from now on, at the end of the line; the caller has locked the schedule.</summary>
internal static class AddEntry
{
    public static async Task<Guid> RunAsync(
        NpgsqlConnection connection,
        BookingRequest wish,
        BookableSchedule schedule,
        Patients.Patient patient,
        DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var entry = new WaitlistEntry
        {
            Id = Guid.CreateVersion7(now),
            UserId = wish.UserId,
            PatientId = wish.PatientId,
            PatientName = Masking.MaskName(patient.Name),
            HospitalCode = schedule.HospitalCode,
            HospitalName = schedule.HospitalName,
            DepartmentCode = schedule.DepartmentCode,
            DepartmentName = schedule.DepartmentName,
            ScheduleId = schedule.ScheduleId,
            DoctorName = schedule.DoctorName,
            Title = schedule.Title,
            ReserveDate = schedule.Date,
            ReserveTime = schedule.Period,
            Amount = schedule.Fee,
            CreatedAt = now,
        };
        await connection.ExecuteAsync(new CommandDefinition(
            """
            insert into waitlist_entry (
                id, user_id, patient_id, patient_name, hospital_code, hospital_name, department_code, department_name,
                schedule_id, doctor_name, title, reserve_date, reserve_time, amount, created_at)
            values (
                @Id, @UserId, @PatientId, @PatientName, @HospitalCode, @HospitalName, @DepartmentCode, @DepartmentName,
                @ScheduleId, @DoctorName, @Title, @ReserveDate, @ReserveTime, @Amount, @CreatedAt)
            """,
            entry,
            cancellationToken: cancellationToken));
        return entry.Id;
    }
}
