using Yilai.Hospitals.Documents;

namespace Yilai.Hospitals.Portal;

/// <summary>A hospital in a list.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Name">Its name.</param>
/// <param name="Level">Its level's code.</param>
/// <param name="LevelName">Its level, such as 三级甲等.</param>
/// <param name="Type">What kind of hospital it is.</param>
/// <param name="Region">The GB/T 2260 code of where it is.</param>
/// <param name="RegionName">The full name of where it is.</param>
/// <param name="Address">Its address.</param>
/// <param name="ReleaseTime">When it releases a new day's numbers.</param>
/// <param name="Logo">The path of its logo; null without one.</param>
internal sealed record HospitalSummary(
    string Code,
    string Name,
    string Level,
    string LevelName,
    string? Type,
    string Region,
    string RegionName,
    string Address,
    string ReleaseTime,
    string? Logo)
{
    public static HospitalSummary Of(HospitalDocument h) => new(
        h.Code, h.Name, h.Level, h.LevelName, h.Type, h.RegionCode, h.RegionName, h.Address ?? "", h.BookingRule.ReleaseTime, LogoPath(h));

    /// <summary>Carries the logo's version, so that browsers may keep what they have.</summary>
    public static string? LogoPath(HospitalDocument h) => h.LogoTag is null ? null : $"/api/hospitals/{h.Code}/logo?v={h.LogoTag}";
}
