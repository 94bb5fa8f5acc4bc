using System.Text.Json.Nodes;
using Yilai.Alipay;
using Yilai.PaymentSimulator.Gateway;

namespace Yilai.PaymentSimulator.Trades;

/// <summary>The methods that are answered with JSON.</summary>
internal sealed class TradeMethods(TradeDesk desk)
{
    private const decimal LeastRefund = 0.01m;

    /// <exception cref="RefusalException">It is refused.</exception>
    public Task<JsonObject> AnswerAsync(GatewayParameters parameters)
    {
        var content = BizContent.Parse(parameters["biz_content"]);
        return parameters.Method switch
        {
            AlipayMethods.Query => Task.FromResult(Query(content)),
            AlipayMethods.Close => CloseAsync(content),
            AlipayMethods.Refund => RefundAsync(content),
            AlipayMethods.RefundQuery => Task.FromResult(QueryRefund(content)),
            _ => throw new RefusalException(Refusals.InvalidMethod),
        };
    }

    private JsonObject Query(BizContent content)
    {
        var key = TradeKey.Read(content);
        var trade = TradeDesk.Existing(desk.Find(key), key);
        var paid = AlipayFormats.Amount(trade.IsPaid ? trade.Amount : 0);
        var answer = new JsonObject
        {
            ["buyer_logon_id"] = Buyer.LogonId,
            ["buyer_pay_amount"] = paid,
            ["buyer_user_id"] = Buyer.Id,
            ["invoice_amount"] = paid,
            ["out_trade_no"] = trade.OutTradeNo,
            ["point_amount"] = "0.00",
            ["receipt_amount"] = paid,
            ["subject"] = trade.Subject,
            ["total_amount"] = AlipayFormats.Amount(trade.Amount),
            ["trade_no"] = trade.TradeNo,
            ["trade_status"] = trade.Status,
        };
        if (trade.PaidAt is { } paidAt)
        {
            answer["send_pay_date"] = AlipayFormats.Time(paidAt);
        }

        return answer;
    }

    private async Task<JsonObject> CloseAsync(BizContent content)
    {
        var trade = await desk.CloseAsync(TradeKey.Read(content));
        return new() { ["out_trade_no"] = trade.OutTradeNo, ["trade_no"] = trade.TradeNo };
    }

    private async Task<JsonObject> RefundAsync(BizContent content)
    {
        var (trade, refund, isNew) = await desk.RefundAsync(
            TradeKey.Read(content),
            content.Text("out_request_no", 64),
            content.Amount("refund_amount", LeastRefund, decimal.MaxValue),
            content.Text("refund_reason", 256));
        return new()
        {
            ["buyer_logon_id"] = Buyer.LogonId,
            ["buyer_user_id"] = Buyer.Id,
            ["fund_change"] = isNew ? "Y" : "N",
            ["gmt_refund_pay"] = AlipayFormats.Time(refund.At),
            ["out_trade_no"] = trade.OutTradeNo,
            ["refund_fee"] = AlipayFormats.Amount(trade.Refunded), // of all refunds so far
            ["send_back_fee"] = AlipayFormats.Amount(refund.Amount),
            ["trade_no"] = trade.TradeNo,
        };
    }

    private JsonObject QueryRefund(BizContent content)
    {
        var (trade, refund) = desk.FindRefund(TradeKey.Read(content), content.Required("out_request_no", 64));
        return refund is null
            ? [] // The real one says Success and nothing else when there was no such refund.
            : new()
            {
                ["gmt_refund_pay"] = AlipayFormats.Time(refund.At),
                ["out_request_no"] = refund.OutRequestNo,
                ["out_trade_no"] = trade.OutTradeNo,
                ["refund_amount"] = AlipayFormats.Amount(refund.Amount),
                ["refund_reason"] = refund.Reason ?? "",
                ["refund_status"] = AlipayCodes.RefundSuccess,
                ["total_amount"] = AlipayFormats.Amount(trade.Amount),
                ["trade_no"] = trade.TradeNo,
            };
    }
}
