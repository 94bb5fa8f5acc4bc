using Yilai.Alipay;
using Yilai.PaymentSimulator.Books;
using Yilai.PaymentSimulator.Gateway;
using Yilai.PaymentSimulator.Notifications;

namespace Yilai.PaymentSimulator.Trades;

/// <summary>What happens to trades; each time one change of the books, with the notification that it causes.</summary>
internal sealed class TradeDesk(BookFile books, NotificationDesk notifications, TimeProvider time)
{
    public Trade? Find(TradeKey key) => books.Read(b => TradeRows.Find(b, key))?.AsOf(time.GetUtcNow());

    /// <summary>Makes the trade if it is not there yet, and pays it. Paid already, it stays as it is.</summary>
    /// <exception cref="RefusalException">It cannot be paid.</exception>
    public async Task<Trade> PayAsync(PageOrder order)
    {
        var now = time.GetUtcNow();
        var trade = await books.ChangeAsync(b =>
        {
            var trade = FindPayable(TradeRows.Find(b, new(order.OutTradeNo, null))?.AsOf(now), order, now) ?? TradeRows.Add(b, order, now);
            if (trade.IsPaid)
            {
                return trade;
            }

            var paid = TradeRows.Save(b, trade with { Status = TradeStatus.Success, PaidAt = now, NotifyUrl = order.NotifyUrl });
            notifications.Add(b, paid, refund: null, now);
            return paid;
        });
        notifications.Wake();
        return trade;
    }

    /// <summary>Makes the trade if it is not there yet, and leaves it unpaid: the person got as far as that.</summary>
    /// <exception cref="RefusalException">It cannot be paid.</exception>
    public Task<Trade> FailAsync(PageOrder order)
    {
        var now = time.GetUtcNow();
        return books.ChangeAsync(b =>
            FindPayable(TradeRows.Find(b, new(order.OutTradeNo, null))?.AsOf(now), order, now) ?? TradeRows.Add(b, order, now));
    }

    /// <exception cref="RefusalException">It is not there, or not to be closed.</exception>
    public Task<Trade> CloseAsync(TradeKey key)
    {
        var now = time.GetUtcNow();
        return books.ChangeAsync(b =>
        {
            var trade = Existing(TradeRows.Find(b, key), key).AsOf(now);
            return trade.Status == TradeStatus.WaitBuyerPay
                ? TradeRows.Save(b, trade with { Status = TradeStatus.Closed, ClosedAt = now })
                : throw RefusalException.Business(AlipayCodes.TradeStatusError, "交易状态不合法", key.Echo());
        });
    }

    /// <summary>Gives money back; asked again for the same refund, it tells of it and gives nothing.</summary>
    /// <exception cref="RefusalException">There is no such trade, or not so much to give back.</exception>
    public async Task<(Trade Trade, Refund Refund, bool IsNew)> RefundAsync(TradeKey key, string? outRequestNo, decimal amount, string? reason)
    {
        var now = time.GetUtcNow();
        var outcome = await books.ChangeAsync(b =>
        {
            var trade = Existing(TradeRows.Find(b, key), key).AsOf(now);
            var refund = new Refund(outRequestNo ?? trade.TradeNo, amount, reason, now);
            if (RefundRows.Find(b, trade.Id, refund.OutRequestNo) is { } known)
            {
                return known.Amount == amount
                    ? (trade, known, IsNew: false)
                    : throw RefusalException.Business(AlipayCodes.DiscordantRepeatRequest, "不一致的请求", key.Echo());
            }

            RefundRules.Check(trade, outRequestNo, amount, key);
            RefundRows.Add(b, trade.Id, refund);
            var isAll = trade.Refunded + amount == trade.Amount;
            var after = TradeRows.Save(b, trade with
            {
                Refunded = trade.Refunded + amount,
                Status = isAll ? TradeStatus.Closed : trade.Status,
                ClosedAt = isAll ? now : null,
            });
            notifications.Add(b, after, refund, now);
            return (after, refund, IsNew: true);
        });
        notifications.Wake();
        return outcome;
    }

    /// <exception cref="RefusalException">There is no such trade.</exception>
    public (Trade Trade, Refund? Refund) FindRefund(TradeKey key, string outRequestNo) => books.Read(b =>
    {
        var trade = Existing(TradeRows.Find(b, key), key).AsOf(time.GetUtcNow());
        return (trade, RefundRows.Find(b, trade.Id, outRequestNo));
    });

    /// <exception cref="RefusalException">There is none.</exception>
    public static Trade Existing(Trade? trade, TradeKey key) =>
        trade ?? throw RefusalException.Business(AlipayCodes.TradeNotExist, "交易不存在", key.Echo());

    private static Trade? FindPayable(Trade? trade, PageOrder order, DateTimeOffset now) => PageRules.StateOf(order, trade, now) switch
    {
        PageState.Payable or PageState.Paid => trade,
        PageState.OtherAmount => throw RefusalException.Business(AlipayCodes.ContextInconsistent, "交易信息被篡改"),
        PageState.Refunded => throw RefusalException.Business(AlipayCodes.TradeHasFinished, "交易已完结"),
        _ => throw RefusalException.Business(AlipayCodes.TradeHasClosed, "交易已经关闭"),
    };
}
