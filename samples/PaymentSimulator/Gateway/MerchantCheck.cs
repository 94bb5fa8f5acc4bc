using Yilai.Alipay;
using Yilai.PaymentSimulator.Keys;

namespace Yilai.PaymentSimulator.Gateway;

/// <summary>Whether a call is the merchant's, and one that can be understood.</summary>
internal sealed class MerchantCheck(PaymentKeys keys)
{
    private static readonly string[] Methods =
        [AlipayMethods.PagePay, AlipayMethods.Query, AlipayMethods.Close, AlipayMethods.Refund, AlipayMethods.RefundQuery];

    /// <summary>What is wrong, in the order in which it is found; null when nothing is.</summary>
    public Refusal? Check(GatewayParameters parameters) => BeforeSignature(parameters) ?? Signature(parameters) ?? AfterSignature(parameters);

    private Refusal? BeforeSignature(GatewayParameters parameters) => parameters switch
    {
        { Method: null } => Refusals.MissingMethod,
        _ when !Methods.Contains(parameters.Method) => Refusals.InvalidMethod,
        _ when parameters["app_id"] is not { } appId => Refusals.MissingAppId,
        _ when parameters["app_id"] != keys.AppId => Refusals.InvalidAppId,
        _ when parameters["sign_type"] is null => Refusals.MissingSignatureType,
        _ when parameters["sign_type"] != AlipaySignature.Type => Refusals.InvalidSignatureType,
        _ when parameters["sign"] is null => Refusals.MissingSignature,
        _ when !"utf-8".Equals(parameters["charset"], StringComparison.OrdinalIgnoreCase) => Refusals.InvalidCharset,
        _ => null,
    };

    private Refusal? Signature(GatewayParameters parameters) =>
        keys.Verify(AlipaySignature.ContentOfRequest(parameters.All), parameters["sign"]) ? null : Refusals.InvalidSignature;

    private static Refusal? AfterSignature(GatewayParameters parameters) => parameters switch
    {
        _ when parameters["timestamp"] is null => Refusals.MissingTimestamp,
        _ when AlipayFormats.ReadTime(parameters["timestamp"]) is null => Refusals.InvalidTimestamp,
        _ when parameters["version"] is null => Refusals.MissingVersion,
        _ when parameters["version"] != "1.0" => Refusals.InvalidParameter,
        _ when parameters["format"] is { } format && !format.Equals("json", StringComparison.OrdinalIgnoreCase) => Refusals.InvalidFormat,
        _ => null,
    };
}
