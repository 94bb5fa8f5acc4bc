namespace Yilai.Identity.Patients;

/// <summary>What is known of a patient (就诊人), numbers in clear.</summary>
internal sealed record PatientFacts(
    string Name,
    string CertificatesType,
    string CertificatesNo,
    string Gender,
    DateOnly Birthday,
    string Phone,
    bool? IsMarry,
    bool IsInsured,
    string? CardNo,
    string? ContactsName,
    string? ContactsPhone);

/// <summary>A patient of an account.</summary>
internal sealed record Patient(Guid Id, Guid UserId, PatientFacts Facts);
