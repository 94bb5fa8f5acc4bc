using System.Text.RegularExpressions;
using Yilai.Hospitals.Batches;
using Yilai.ServiceDefaults.Errors;

namespace Yilai.Hospitals.Profile;

/// <summary>A hospital as it presents itself to the platform, see the contract's <c>PUT /hospital/v2/hospital</c>.</summary>
internal sealed partial record HospitalInput(
    string? Name,
    string? Level,
    string? Type,
    string? RegionCode,
    string? Address,
    string? Phone,
    string? Intro,
    string? Route,
    string? Logo,
    BookingRuleInput? BookingRule)
{
    /// <summary>What is wrong with the fields by themselves; whether region and level exist is asked of the dictionary.</summary>
    public FieldErrors Check()
    {
        var errors = new FieldErrors()
            .Require(Text.IsLine(Name, 100), "name", "医院名称应为 1 至 100 个字符。")
            .Require(Text.IsLine(Level, 4), "level", "医院等级应为数据字典中的代码，例如 3A。")
            .Require(Text.IsOptional(Type, 50), "type", "医院类型不超过 50 个字符。")
            .Require(RegionCode is not null && SixDigits().IsMatch(RegionCode), "regionCode", "行政区划代码应为 6 位数字。")
            .Require(Text.IsOptional(Address, 200), "address", "地址不超过 200 个字符。")
            .Require(Text.IsOptional(Phone, 50), "phone", "电话不超过 50 个字符。")
            .Require(Text.IsOptional(Intro, 5000), "intro", "简介不超过 5000 个字符。")
            .Require(Text.IsOptional(Route, 2000), "route", "乘车路线不超过 2000 个字符。")
            .Require(Logo is null || LogoImage.Read(Logo) is not null, "logo", "标志应为不超过 200 kB 的 PNG、JPEG 或 WebP 图片的 data URI。");
        BookingRule?.Check(errors);
        return errors;
    }

    [GeneratedRegex(@"\A[0-9]{6}\z")]
    private static partial Regex SixDigits();
}
