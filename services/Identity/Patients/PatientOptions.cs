using System.ComponentModel.DataAnnotations;

namespace Yilai.Identity.Patients;

/// <summary>Limits of an account's patients.</summary>
internal sealed class PatientOptions
{
    public const string Section = "Patients";

    [Range(1, 100)]
    public int PerAccount { get; init; } = 10;
}
