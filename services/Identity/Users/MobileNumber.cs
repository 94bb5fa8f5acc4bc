using System.Text.RegularExpressions;

namespace Yilai.Identity.Users;

/// <summary>Mobile numbers of the mainland, the only ones that text messages go to.</summary>
internal static partial class MobileNumber
{
    public const string Advice = "请填写 11 位大陆手机号。";

    public static bool IsValid(string? phone) => phone is not null && Form().IsMatch(phone);

    [GeneratedRegex(@"\A1[3-9][0-9]{9}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
