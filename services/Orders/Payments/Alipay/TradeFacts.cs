using Yilai.Alipay;

namespace Yilai.Orders.Payments.Alipay;

/// <summary>What Alipay says of a trade, in an answer or a notification whose signature was checked.</summary>
internal sealed record TradeFacts(string OutTradeNo, string TradeNo, string Status, decimal Amount, DateTimeOffset PaidAt)
{
    /// <summary>Gets whether the money came once; it may have gone back since.</summary>
    public bool WasPaid { get; private init; }

    /// <summary>Whether the money came; a trade that was refunded in full is closed, and had been paid.</summary>
    public bool IsPaid => Status is TradeStatus.Success or TradeStatus.Finished;

    /// <summary>Reads the members by name; null when one is missing or malformed.</summary>
    /// <param name="text">The value of a member.</param>
    /// <param name="now">Stands for the time of payment if Alipay leaves it out.</param>
    public static TradeFacts? Of(Func<string, string?> text, DateTimeOffset now)
    {
        if (text("out_trade_no") is not { Length: > 0 } outTradeNo
            || text("trade_status") is not { Length: > 0 } status
            || AlipayFormats.ReadAmount(text("total_amount")) is not { } amount)
        {
            return null;
        }

        var paidAt = AlipayFormats.ReadTime(text("gmt_payment")) ?? AlipayFormats.ReadTime(text("send_pay_date"));
        var facts = new TradeFacts(outTradeNo, text("trade_no") ?? "", status, amount, paidAt ?? now);
        return facts with { WasPaid = facts.IsPaid || paidAt is not null };
    }
}
