using Microsoft.AspNetCore.WebUtilities;
using Yilai.Alipay;
using Yilai.PaymentSimulator.Keys;
using Yilai.PaymentSimulator.Trades;

namespace Yilai.PaymentSimulator.Pages;

/// <summary>Sends the person back to the merchant.</summary>
internal sealed class PageReturn(PaymentKeys keys, TimeProvider time)
{
    /// <summary>Where to: with the signed parameters when the trade is paid, bare when it is not. Null when the merchant gave no address.</summary>
    public string? Address(PageOrder order, Trade? trade)
    {
        if (order.ReturnUrl is null || trade is not { IsPaid: true })
        {
            return order.ReturnUrl;
        }

        var parameters = new Dictionary<string, string>
        {
            ["app_id"] = keys.AppId,
            ["auth_app_id"] = keys.AppId,
            ["charset"] = "utf-8",
            ["method"] = $"{AlipayMethods.PagePay}.return",
            ["out_trade_no"] = trade.OutTradeNo,
            ["seller_id"] = keys.SellerId,
            ["sign_type"] = AlipaySignature.Type,
            ["timestamp"] = AlipayFormats.Time(time.GetUtcNow()),
            ["total_amount"] = AlipayFormats.Amount(trade.Amount),
            ["trade_no"] = trade.TradeNo,
            ["version"] = "1.0",
        };
        parameters[AlipaySignature.Parameter] = keys.Sign(AlipaySignature.ContentOfNotification(parameters));
        return QueryHelpers.AddQueryString(order.ReturnUrl, parameters!);
    }
}
