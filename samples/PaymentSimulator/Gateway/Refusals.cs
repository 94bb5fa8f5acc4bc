using System.Text.Json.Nodes;
using Yilai.Alipay;

namespace Yilai.PaymentSimulator.Gateway;

/// <summary>A refusal in the words of https://opendocs.alipay.com/common/02km9f.</summary>
/// <param name="Code">What kind of refusal it is.</param>
/// <param name="SubCode">Which one it is.</param>
/// <param name="Message">The same for people.</param>
internal sealed record Refusal(string Code, string SubCode, string Message)
{
    /// <summary>The kind for people.</summary>
    public string Kind => Code switch
    {
        "40001" => "Missing Required Arguments",
        AlipayCodes.InvalidParameter => "Invalid Arguments",
        AlipayCodes.BusinessFailed => "Business Failed",
        _ => "Service Currently Unavailable",
    };
}

/// <summary>What the gateway says before it looks at the business.</summary>
internal static class Refusals
{
    public static Refusal MissingMethod { get; } = Missing("method", "缺少方法名参数");
    public static Refusal InvalidMethod { get; } = Invalid("method", "不存在的方法名");
    public static Refusal MissingAppId { get; } = Missing("app-id", "缺少AppID参数");
    public static Refusal InvalidAppId { get; } = Invalid("app-id", "无效的AppID参数");
    public static Refusal MissingSignatureType { get; } = Missing("signature-type", "缺少签名类型参数");
    public static Refusal InvalidSignatureType { get; } = Invalid("signature-type", "无效签名类型");
    public static Refusal MissingSignature { get; } = Missing("signature", "缺少签名参数");
    public static Refusal InvalidSignature { get; } = Invalid("signature", "验签出错，建议检查签名字符串或签名私钥与应用公钥是否匹配");
    public static Refusal InvalidCharset { get; } = Invalid("charset", "字符集错误");
    public static Refusal InvalidFormat { get; } = Invalid("format", "无效数据格式");
    public static Refusal MissingTimestamp { get; } = Missing("timestamp", "缺少时间戳参数");
    public static Refusal InvalidTimestamp { get; } = Invalid("timestamp", "非法的时间戳参数");
    public static Refusal MissingVersion { get; } = Missing("version", "缺少版本参数");
    public static Refusal InvalidParameter { get; } = Invalid("parameter", "参数错误");
    public static Refusal Unavailable { get; } = new(AlipayCodes.Unknown, "isp.unknow-error", "服务暂不可用（业务系统不可用）");

    private static Refusal Missing(string what, string message) => new("40001", $"isv.missing-{what}", message);

    private static Refusal Invalid(string what, string message) => new(AlipayCodes.InvalidParameter, $"isv.invalid-{what}", message);
}

/// <summary>Ends a call with a refusal.</summary>
/// <param name="refusal">What is said.</param>
/// <param name="echo">What is repeated with it.</param>
internal sealed class RefusalException(Refusal refusal, JsonObject? echo = null) : Exception(refusal.SubCode)
{
    public Refusal Refusal => refusal;

    public JsonObject? Echo => echo;

    public static RefusalException InvalidParameter(string message) => Business(AlipayCodes.InvalidBusinessParameter, message);

    public static RefusalException Business(string subCode, string message, JsonObject? echo = null) =>
        new(new(AlipayCodes.BusinessFailed, subCode, message), echo);
}
