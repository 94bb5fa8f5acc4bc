using Yilai.ServiceDefaults.Privacy;

namespace Yilai.Identity.Patients;

/// <summary>A patient as its account sees it: every number masked.</summary>
/// <param name="Id">The patient's id.</param>
/// <param name="Name">The full name.</param>
/// <param name="CertificatesType">A code of the dictionary <c>certificate-type</c>.</param>
/// <param name="CertificatesNo">The certificate's number, masked.</param>
/// <param name="Gender"><c>male</c> or <c>female</c>.</param>
/// <param name="Birthday">The day of birth.</param>
/// <param name="Phone">The phone number, masked.</param>
/// <param name="IsMarry">Whether married, when told.</param>
/// <param name="IsInsured">Whether public insurance pays (医保) rather than the patient (自费).</param>
/// <param name="CardNo">The number of the visit or insurance card, masked.</param>
/// <param name="ContactsName">Whom to reach besides.</param>
/// <param name="ContactsPhone">Their phone number, masked.</param>
internal sealed record PatientAnswer(
    Guid Id,
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
    string? ContactsPhone)
{
    public static PatientAnswer Of(Patient patient)
    {
        var facts = patient.Facts;
        return new PatientAnswer(
            patient.Id,
            facts.Name,
            facts.CertificatesType,
            Masking.MaskCertificate(facts.CertificatesNo),
            facts.Gender,
            facts.Birthday,
            Masking.MaskPhone(facts.Phone),
            facts.IsMarry,
            facts.IsInsured,
            facts.CardNo is null ? null : Masking.MaskCertificate(facts.CardNo),
            facts.ContactsName,
            facts.ContactsPhone is null ? null : Masking.MaskPhone(facts.ContactsPhone));
    }
}
