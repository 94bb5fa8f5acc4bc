using System.Text.Json;
using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Yilai.Alipay;
using Yilai.PaymentSimulator.Faults;
using Yilai.PaymentSimulator.Keys;
using Yilai.PaymentSimulator.Trades;

namespace Yilai.PaymentSimulator.Notifications;

/// <summary>Writes down what the merchant is to be told.</summary>
internal sealed class NotificationDesk(PaymentKeys keys, FaultSwitch faults)
{
    private readonly Channel<bool> news = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>That something may be due.</summary>
    public ChannelReader<bool> News => news.Reader;

    /// <summary>Says that something may be due.</summary>
    public void Wake() => news.Writer.TryWrite(true);

    /// <summary>Notes the notification of a payment or of a refund, in the change that makes it; none is wanted when the merchant gave no address.</summary>
    public void Add(SqliteConnection books, Trade trade, Refund? refund, DateTimeOffset now)
    {
        if (trade.NotifyUrl is null)
        {
            return;
        }

        var id = NotificationRows.NextId(books);
        var notifyId = Numbers.Notification(id, now);
        var content = JsonSerializer.Serialize(Content(trade, refund, notifyId));
        NotificationRows.Add(books, trade.Id, notifyId, new(id, trade.NotifyUrl, content, 0), now + faults.NotificationDelay());
    }

    private Dictionary<string, string> Content(Trade trade, Refund? refund, string notifyId)
    {
        var total = AlipayFormats.Amount(trade.Amount);
        var content = new Dictionary<string, string>
        {
            ["app_id"] = keys.AppId,
            ["auth_app_id"] = keys.AppId,
            ["buyer_id"] = Buyer.Id,
            ["buyer_logon_id"] = Buyer.LogonId,
            ["buyer_pay_amount"] = total,
            ["charset"] = "utf-8",
            ["fund_bill_list"] = $$"""[{"amount":"{{total}}","fundChannel":"ALIPAYACCOUNT"}]""",
            ["gmt_create"] = AlipayFormats.Time(trade.CreatedAt),
            ["gmt_payment"] = AlipayFormats.Time(trade.PaidAt!.Value),
            ["invoice_amount"] = total,
            ["notify_id"] = notifyId,
            ["notify_type"] = "trade_status_sync",
            ["out_trade_no"] = trade.OutTradeNo,
            ["passback_params"] = trade.PassbackParams ?? "",
            ["point_amount"] = "0.00",
            ["receipt_amount"] = total,
            ["seller_id"] = keys.SellerId,
            ["subject"] = trade.Subject,
            ["total_amount"] = total,
            ["trade_no"] = trade.TradeNo,
            ["trade_status"] = trade.Status,
            ["version"] = "1.0",
        };
        if (refund is not null)
        {
            content["gmt_refund"] = AlipayFormats.TimeToTheMillisecond(refund.At);
            content["out_biz_no"] = refund.OutRequestNo;
            content["refund_fee"] = AlipayFormats.Amount(trade.Refunded); // of all refunds so far
        }

        if (trade.ClosedAt is { } closedAt)
        {
            content["gmt_close"] = AlipayFormats.Time(closedAt);
        }

        return content;
    }
}
