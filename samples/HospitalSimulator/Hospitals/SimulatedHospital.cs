using Yilai.HospitalSdk.Messages;

namespace Yilai.HospitalSimulator.Hospitals;

/// <summary>A hospital that the simulator plays.</summary>
/// <param name="Code">Its code on the platform.</param>
/// <param name="Hospital">What it tells the platform of itself.</param>
/// <param name="Departments">Its departments and who works there.</param>
internal sealed record SimulatedHospital(string Code, Hospital Hospital, IReadOnlyList<SimulatedDepartment> Departments);

/// <summary>A department and who works there.</summary>
internal sealed record SimulatedDepartment(Department Department, IReadOnlyList<SimulatedDoctor> Doctors);

/// <summary>
/// A doctor, named by a surname only: nobody in particular. One who works daily has a session every half day, never
/// full and never suspended.
/// </summary>
internal sealed record SimulatedDoctor(string Name, string Title, string Skill, decimal Fee, bool WorksDaily);
