using Yilai.ServiceDefaults.Privacy;

namespace Yilai.Identity.Patients;

/// <summary>What a person tells about a patient.</summary>
/// <param name="Name">1 to 50 characters.</param>
/// <param name="CertificatesType">A code of the dictionary <c>certificate-type</c>; the citizen card (<c>10</c>) unless told.</param>
/// <param name="CertificatesNo">The certificate's number.</param>
/// <param name="Gender"><c>male</c> or <c>female</c>; a citizen card tells it.</param>
/// <param name="Birthday"><c>yyyy-MM-dd</c>; a citizen card tells it.</param>
/// <param name="Phone">A mainland mobile number; the account's unless told.</param>
/// <param name="IsMarry">Whether married.</param>
/// <param name="IsInsured">Whether public insurance pays; not, unless told.</param>
/// <param name="CardNo">The number of the visit or insurance card.</param>
/// <param name="ContactsName">Whom to reach besides.</param>
/// <param name="ContactsPhone">Their phone number.</param>
internal sealed record PatientRequest(
    string? Name,
    string? CertificatesType,
    string? CertificatesNo,
    string? Gender,
    string? Birthday,
    string? Phone,
    bool? IsMarry,
    bool? IsInsured,
    string? CardNo,
    string? ContactsName,
    string? ContactsPhone)
{
    /// <summary>The same with every number that came back masked, as it had been answered, replaced by the stored one.</summary>
    public PatientRequest WithStored(PatientFacts stored) => this with
    {
        CertificatesNo = CertificatesNo == Masking.MaskCertificate(stored.CertificatesNo) ? stored.CertificatesNo : CertificatesNo,
        Phone = Phone == Masking.MaskPhone(stored.Phone) ? stored.Phone : Phone,
        CardNo = stored.CardNo is { } card && CardNo == Masking.MaskCertificate(card) ? card : CardNo,
        ContactsPhone = stored.ContactsPhone is { } phone && ContactsPhone == Masking.MaskPhone(phone) ? phone : ContactsPhone,
    };
}
