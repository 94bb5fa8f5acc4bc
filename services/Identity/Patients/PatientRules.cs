using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Yilai.Identity.Users;
using Yilai.ServiceDefaults.Errors;

namespace Yilai.Identity.Patients;

/// <summary>What must be true of a patient's data.</summary>
internal static class PatientRules
{
    private const int MaxName = 50;
    private const int MaxCardNo = 32;
    private static readonly DateOnly Earliest = new(1900, 1, 1);

    /// <summary>Gives the facts of a request, or the problem with it.</summary>
    /// <param name="request">What was told.</param>
    /// <param name="accountPhone">The number used when none was told.</param>
    /// <param name="today">The day in Asia/Shanghai.</param>
    public static (PatientFacts? Facts, ProblemHttpResult? Problem) Check(PatientRequest request, string accountPhone, DateOnly today)
    {
        var errors = new FieldErrors();
        var facts = new PatientFacts(
            Trim(request.Name) ?? "",
            Trim(request.CertificatesType) ?? CertificateTypes.CitizenCard,
            Trim(request.CertificatesNo)?.ToUpperInvariant() ?? "",
            Trim(request.Gender) ?? "",
            default,
            Trim(request.Phone) ?? accountPhone,
            request.IsMarry,
            request.IsInsured ?? false,
            Trim(request.CardNo),
            Trim(request.ContactsName),
            Trim(request.ContactsPhone));
        errors
            .Require(PlainText.IsName(facts.Name, MaxName), "name", $"姓名为 1–{MaxName} 个字。")
            .Require(CertificateTypes.IsKnown(facts.CertificatesType), "certificatesType", "没有这种证件类型。")
            .Require(MobileNumber.IsValid(facts.Phone), "phone", MobileNumber.Advice)
            .Require(facts.CardNo is null || PlainText.IsName(facts.CardNo, MaxCardNo), "cardNo", $"卡号最多 {MaxCardNo} 个字符。")
            .Require(facts.ContactsName is null || PlainText.IsName(facts.ContactsName, MaxName), "contactsName", $"联系人姓名最多 {MaxName} 个字。")
            .Require(facts.ContactsPhone is null || MobileNumber.IsValid(facts.ContactsPhone), "contactsPhone", MobileNumber.Advice);
        var citizen = facts.CertificatesType == CertificateTypes.CitizenCard ? CitizenNumber.Parse(facts.CertificatesNo) : null;
        var isNumberRight = facts.CertificatesType == CertificateTypes.CitizenCard
            ? citizen is not null && IsBirthday(citizen.Birthday, today)
            : CertificateTypes.HasForm(facts.CertificatesNo);
        errors.Require(isNumberRight, "certificatesNo", facts.CertificatesNo.Length == 0 ? "请填写证件号码。" : "证件号码不正确，请核对。");
        facts = CheckPerson(facts, request.Birthday, citizen, errors, today);
        var isCitizenNumberWrong = !isNumberRight && facts.CertificatesType == CertificateTypes.CitizenCard && facts.CertificatesNo.Length > 0;
        return errors.Any
            ? (null, errors.ToProblem(isCitizenNumberWrong ? "invalid-certificate-number" : "validation-failed"))
            : (facts, null);
    }

    /// <summary>Gender and birthday: told, or read from the citizen card; told and read must agree.</summary>
    private static PatientFacts CheckPerson(PatientFacts facts, string? toldBirthday, CitizenNumber? citizen, FieldErrors errors, DateOnly today)
    {
        var hasTold = !string.IsNullOrWhiteSpace(toldBirthday);
        var isDay = DateOnly.TryParseExact(toldBirthday?.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var birthday);
        var gender = facts.Gender.Length > 0 ? facts.Gender : citizen?.Gender ?? "";
        // While the citizen number is itself wrong there is nothing to derive, and nothing more to complain about.
        var isDerivable = facts.CertificatesType == CertificateTypes.CitizenCard;
        errors
            .Require(Genders.IsOne(gender) || (isDerivable && gender.Length == 0), "gender", "性别为 male 或 female。")
            .Require(citizen is null || !Genders.IsOne(gender) || gender == citizen.Gender, "gender", "性别与身份证号码不一致。")
            .Require(hasTold ? isDay && IsBirthday(birthday, today) : isDerivable, "birthday", "请填写正确的出生日期，如 1990-03-07。")
            .Require(citizen is null || !isDay || birthday == citizen.Birthday, "birthday", "出生日期与身份证号码不一致。");
        return facts with { Gender = gender, Birthday = hasTold ? birthday : citizen?.Birthday ?? default };
    }

    private static bool IsBirthday(DateOnly day, DateOnly today) => day >= Earliest && day <= today;

    private static string? Trim(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
