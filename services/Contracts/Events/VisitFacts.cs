namespace Yilai.Contracts.Events;

/// <summary>What a booked number stands for, in the words shown to people.</summary>
/// <param name="HospitalCode">The hospital's code.</param>
/// <param name="HospitalName">The hospital's name.</param>
/// <param name="DepartmentName">The department's name.</param>
/// <param name="DoctorName">The doctor's name as the hospital gives it.</param>
/// <param name="DoctorTitle">The doctor's title, such as 主任医师.</param>
/// <param name="Date">The visit's day in Asia/Shanghai.</param>
/// <param name="Period"><c>morning</c> or <c>afternoon</c>.</param>
/// <param name="Number">The sequence number within the schedule, from 1.</param>
/// <param name="Fee">The fee (医事服务费) in CNY.</param>
public sealed record VisitFacts(
    string HospitalCode,
    string HospitalName,
    string DepartmentName,
    string DoctorName,
    string DoctorTitle,
    DateOnly Date,
    string Period,
    int Number,
    decimal Fee);
