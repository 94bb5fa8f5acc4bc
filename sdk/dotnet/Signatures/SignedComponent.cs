namespace Yilai.HospitalSdk.Signatures;

/// <summary>A part of a message by its RFC 9421 name; the value is null when the message lacks it.</summary>
internal sealed record SignedComponent(string Name, string? Value);
