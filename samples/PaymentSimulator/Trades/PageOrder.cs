using System.Text.RegularExpressions;
using Yilai.PaymentSimulator.Gateway;

namespace Yilai.PaymentSimulator.Trades;

/// <summary>What the merchant asks for with <c>alipay.trade.page.pay</c>.</summary>
internal sealed partial record PageOrder(
    string OutTradeNo, string Subject, decimal Amount, DateTimeOffset ExpiresAt, string? NotifyUrl, string? ReturnUrl, string? PassbackParams)
{
    private const decimal Least = 0.01m;
    private const decimal Most = 100_000_000m;

    /// <summary>How long an order without <c>time_expire</c> can be paid.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(15);

    /// <exception cref="RefusalException">Something is missing or cannot be.</exception>
    public static PageOrder Read(GatewayParameters parameters, DateTimeOffset now)
    {
        var content = BizContent.Parse(parameters["biz_content"]);
        if (content.Required("product_code", 64) != "FAST_INSTANT_TRADE_PAY")
        {
            throw RefusalException.InvalidParameter("product_code必须为FAST_INSTANT_TRADE_PAY");
        }

        if (content.Text("timeout_express", 16) is not null)
        {
            throw RefusalException.InvalidParameter("模拟器不支持timeout_express，请使用time_expire");
        }

        var outTradeNo = content.Required("out_trade_no", 64);
        return new(
            Number().IsMatch(outTradeNo) ? outTradeNo : throw RefusalException.InvalidParameter("out_trade_no仅支持字母、数字、下划线"),
            content.Required("subject", 256),
            content.Amount("total_amount", Least, Most),
            content.Time("time_expire") ?? now + Longest,
            WebAddress(parameters, "notify_url"),
            WebAddress(parameters, "return_url"),
            content.Text("passback_params", 512));
    }

    private static string? WebAddress(GatewayParameters parameters, string name) => parameters[name] switch
    {
        null => null,
        { Length: <= 1024 } text when Uri.TryCreate(text, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps) => text,
        _ => throw RefusalException.InvalidParameter($"{name}必须为http或https地址"),
    };

    // The documents do not have the hyphen; the real one takes it.
    [GeneratedRegex("^[0-9A-Za-z_-]+$", RegexOptions.CultureInvariant)]
    private static partial Regex Number();
}
