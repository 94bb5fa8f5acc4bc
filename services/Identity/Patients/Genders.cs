namespace Yilai.Identity.Patients;

/// <summary>The values of gender.</summary>
internal static class Genders
{
    public const string Male = "male";
    public const string Female = "female";

    public static bool IsOne(string? gender) => gender is Male or Female;
}
