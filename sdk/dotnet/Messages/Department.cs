namespace Yilai.HospitalSdk.Messages;

/// <summary>A department that patients can book at.</summary>
/// <param name="Code">The hospital's own code, <c>[A-Za-z0-9_.-]{1,64}</c>.</param>
/// <param name="Name">Its name, such as 心血管内科.</param>
/// <param name="GroupCode">The code of the group it is listed under.</param>
/// <param name="GroupName">The name of that group, such as 内科.</param>
/// <param name="Intro">A few sentences about it.</param>
public sealed record Department(string Code, string Name, string GroupCode, string GroupName, string? Intro);
