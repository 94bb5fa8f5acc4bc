using Yilai.Alipay;
using Yilai.PaymentSimulator.Gateway;

namespace Yilai.PaymentSimulator.Trades;

/// <summary>How an order stands for the one who is to pay it.</summary>
internal enum PageState
{
    Payable,
    Paid,
    Refunded,
    Closed,
    Expired,
    OtherAmount,
}

/// <summary>When an order can be paid.</summary>
internal static class PageRules
{
    /// <summary>How an order stands; the trade, if somebody has acted on its page before, as of now.</summary>
    public static PageState StateOf(PageOrder order, Trade? trade, DateTimeOffset now) => trade switch
    {
        not null when trade.Amount != order.Amount => PageState.OtherAmount,
        { IsPaid: true, Status: TradeStatus.Closed } => PageState.Refunded,
        { IsPaid: true } => PageState.Paid,
        { Status: TradeStatus.Closed } when trade.ClosedAt < trade.ExpiresAt => PageState.Closed,
        { Status: TradeStatus.Closed } => PageState.Expired,
        _ => order.ExpiresAt <= now ? PageState.Expired : PageState.Payable,
    };
}

/// <summary>How much can be given back.</summary>
internal static class RefundRules
{
    /// <exception cref="RefusalException">Not so much, or nothing at all.</exception>
    public static void Check(Trade trade, string? outRequestNo, decimal amount, TradeKey key)
    {
        if (!trade.IsPaid)
        {
            throw RefusalException.Business(AlipayCodes.TradeStatusError, "交易状态不合法", key.Echo());
        }

        if (trade.Status == TradeStatus.Closed)
        {
            throw RefusalException.Business(AlipayCodes.TradeHasFinished, "交易已完结", key.Echo());
        }

        // Without a number of its own, a refund can only be the whole.
        if (outRequestNo is null ? amount != trade.Amount : amount > trade.Amount - trade.Refunded)
        {
            throw RefusalException.Business(AlipayCodes.RefundAmountNotEqualTotal, "退款金额超限", key.Echo());
        }
    }
}
