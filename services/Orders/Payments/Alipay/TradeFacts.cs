using Yilai.Alipay;

namespace Yilai.Orders.Payments.Alipay;

/// <summary>What Alipay says of a trade, in an answer or a notification whose signature was checked.</summary>
internal sealed record TradeFacts(string OutTradeNo, string TradeNo, string Status, decimal Amount, DateTimeOffset PaidAt)
{
    /// <summary>Whether the money came; a trade that was refunded in full is closed, and had been paid.</summary>
    public bool IsPaid => Status is TradeStatus.Success or TradeStatus.Finished;

    /// <summary>Reads the members by name; null when one is missing or malformed.</summary>
    /// <param name="text">The value of a member.</param>
    /// <param name="now">Stands for the time of payment if Alipay leaves it out.</param>
    public static TradeFacts? Of(Func<string, string?> text, DateTimeOffset now) =>
        text("out_trade_no") is { Length: > 0 } outTradeNo
        && text("trade_status") is { Length: > 0 } status
        && AlipayFormats.ReadAmount(text("total_amount")) is { } amount
            ? new TradeFacts(
                outTradeNo,
                text("trade_no") ?? "",
                status,
                amount,
                AlipayFormats.ReadTime(text("gmt_payment")) ?? AlipayFormats.ReadTime(text("send_pay_date")) ?? now)
            : null;
}
