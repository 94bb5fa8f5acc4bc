using Yilai.Identity.Patients;

namespace Yilai.Identity.Tests.Patients;

public sealed class PatientRulesTests
{
    private static readonly DateOnly Today = new(2026, 3, 10);

    private static readonly PatientRequest Citizen = new(
        "张三", null, "11010119900307002X", null, null, "13800000001", null, null, null, null, null);

    private static readonly PatientRequest Traveller = Citizen with
    {
        CertificatesType = "30",
        CertificatesNo = "e12345678",
        Gender = "male",
        Birthday = "1980-05-01",
    };

    [Fact]
    public void Check_CitizenCardAlone_DerivesTheRest()
    {
        var (facts, problem) = PatientRules.Check(Citizen with { Phone = null, Name = " 张三 " }, "13900000009", Today);
        Assert.Null(problem);
        Assert.NotNull(facts);
        Assert.Equal(("张三", "10", "female", new DateOnly(1990, 3, 7), "13900000009", false),
            (facts.Name, facts.CertificatesType, facts.Gender, facts.Birthday, facts.Phone, facts.IsInsured));
    }

    [Fact]
    public void Check_Passport_NeedsGenderAndBirthday()
    {
        Assert.Equal("E12345678", PatientRules.Check(Traveller, "", Today).Facts?.CertificatesNo);
        AssertProblem(Traveller with { Gender = null }, "validation-failed", "gender");
        AssertProblem(Traveller with { Birthday = null }, "validation-failed", "birthday");
    }

    [Theory]
    [InlineData("110101199003070012")]
    [InlineData("12345")]
    [InlineData("110101202701010010")] // born tomorrow, so to say
    [InlineData("11010118991231001X")] // born before 1900
    public void Check_WrongCitizenNumber_HasItsOwnCode(string number) =>
        AssertProblem(Citizen with { CertificatesNo = number }, "invalid-certificate-number", "certificatesNo");

    [Fact]
    public void Check_ToldDiffersFromCitizenNumber_NamesTheField()
    {
        AssertProblem(Citizen with { Gender = "male" }, "validation-failed", "gender");
        AssertProblem(Citizen with { Birthday = "1990-03-08" }, "validation-failed", "birthday");
    }

    [Theory]
    [InlineData("2026-03-11")]
    [InlineData("1899-12-31")]
    [InlineData("1980-02-30")]
    [InlineData("1980/02/03")]
    [InlineData("soon")]
    public void Check_ImpossibleBirthday_NamesIt(string birthday) =>
        AssertProblem(Traveller with { Birthday = birthday }, "validation-failed", "birthday");

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("张\u0000三")]
    [InlineData(null)]
    public void Check_NoProperName_NamesIt(string? name) => AssertProblem(Citizen with { Name = name }, "validation-failed", "name");

    [Fact]
    public void Check_Name_MayHave50CharactersNotMore()
    {
        Assert.Null(PatientRules.Check(Citizen with { Name = new string('张', 50) }, "", Today).Problem);
        AssertProblem(Citizen with { Name = new string('张', 51) }, "validation-failed", "name");
    }

    [Fact]
    public void Check_SeveralWrongFields_NamesThemAll() =>
        AssertProblem(
            new PatientRequest(null, "99", null, "other", null, "12345", null, null, new string('1', 33), new string('李', 51), "110"),
            "validation-failed",
            "name", "certificatesType", "certificatesNo", "gender", "birthday", "phone", "cardNo", "contactsName", "contactsPhone");

    [Fact]
    public void WithStored_MaskedNumbersOfAnAnswer_AreTheStoredOnes()
    {
        var stored = PatientRules.Check(Citizen with { CardNo = "9876543210", ContactsPhone = "13700000007" }, "", Today).Facts!;
        var answer = PatientAnswer.Of(new Patient(Guid.Empty, Guid.Empty, stored));
        Assert.Equal(("110***********002X", "138****0001", "987***3210", "137****0007"), (answer.CertificatesNo, answer.Phone, answer.CardNo, answer.ContactsPhone));
        var back = Citizen with { CertificatesNo = answer.CertificatesNo, Phone = answer.Phone, CardNo = answer.CardNo, ContactsPhone = answer.ContactsPhone };
        Assert.Equal(stored, PatientRules.Check(back.WithStored(stored), "", Today).Facts);
        // Another's mask is no number.
        AssertProblem((back with { CertificatesNo = "110***********0011" }).WithStored(stored), "invalid-certificate-number", "certificatesNo");
    }

    private static void AssertProblem(PatientRequest request, string code, params string[] fields)
    {
        var (facts, problem) = PatientRules.Check(request, "", Today);
        Assert.Null(facts);
        Assert.NotNull(problem);
        Assert.Equal(400, problem.StatusCode);
        Assert.Equal(code, problem.ProblemDetails.Extensions["code"]);
        var errors = Assert.IsType<Dictionary<string, string[]>>(problem.ProblemDetails.Extensions["errors"]);
        Assert.Equal(fields.Order(StringComparer.Ordinal), errors.Keys.Order(StringComparer.Ordinal));
    }
}
