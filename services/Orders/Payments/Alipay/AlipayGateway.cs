using System.Text;
using System.Text.Json.Nodes;
using Dapr;
using Dapr.Client;
using Microsoft.Extensions.Options;
using Yilai.Alipay;
using Yilai.Contracts;

namespace Yilai.Orders.Payments.Alipay;

/// <summary>
/// Calls Alipay through the payment binding, signed both ways. That people's browsers go to the page by themselves is
/// Alipay's way; the page's address is signed too.
/// </summary>
internal sealed class AlipayGateway(DaprClient dapr, AlipayAccount account, IOptions<PaymentOptions> options, TimeProvider clock)
{
    /// <summary>The address of the page on which a payment can be made until its order's hold ends.</summary>
    public Uri PageOf(PaymentRow payment, string subject, DateTimeOffset expiresAt)
    {
        var content = new JsonObject
        {
            ["out_trade_no"] = payment.OutTradeNo,
            ["total_amount"] = AlipayFormats.Amount(payment.Amount),
            ["subject"] = subject,
            ["product_code"] = "FAST_INSTANT_TRADE_PAY",
            ["time_expire"] = AlipayFormats.Time(expiresAt),
        };
        var query = AlipayRequest.Form(
            account,
            AlipayMethods.PagePay,
            content,
            clock.GetUtcNow(),
            ("return_url", new Uri(options.Value.PublicUrl, $"orders/{payment.OrderId}?payment={payment.Id}").ToString()),
            ("notify_url", new Uri(options.Value.PublicUrl, PaymentEndpoints.NotificationPath.TrimStart('/')).ToString()));
        return new Uri($"{account.Gateway}?{query}");
    }

    /// <summary>How a trade stands; null when nobody has opened its page.</summary>
    /// <exception cref="AlipayException">Not known; ask again.</exception>
    public async Task<TradeFacts?> QueryAsync(PaymentRow payment, CancellationToken cancellationToken)
    {
        var answer = await SendAsync(AlipayMethods.Query, new JsonObject { ["out_trade_no"] = payment.OutTradeNo }, cancellationToken);
        if (answer.IsUnknownTrade)
        {
            return null;
        }

        return answer.IsSuccess && TradeFacts.Of(answer.Text, clock.GetUtcNow()) is { } facts && facts.OutTradeNo == payment.OutTradeNo
            ? facts
            : throw Refusal(AlipayMethods.Query, answer);
    }

    /// <summary>Makes a trade impossible to pay. Refused when it is paid: ask how it stands.</summary>
    /// <exception cref="AlipayException">Not known; try again.</exception>
    public async Task<bool> CloseAsync(PaymentRow payment, CancellationToken cancellationToken)
    {
        var answer = await SendAsync(AlipayMethods.Close, new JsonObject { ["out_trade_no"] = payment.OutTradeNo }, cancellationToken);
        return answer switch
        {
            { IsSuccess: true } or { IsUnknownTrade: true } => true,
            { SubCode: AlipayCodes.TradeStatusError or AlipayCodes.TradeStatusInvalid } => false,
            _ => throw Refusal(AlipayMethods.Close, answer),
        };
    }

    /// <summary>Gives money back; under the same id it is given once.</summary>
    /// <exception cref="AlipayException">Not done, or not known to be; try again.</exception>
    public async Task RefundAsync(PaymentRow payment, Guid refundId, decimal amount, string reason, CancellationToken cancellationToken)
    {
        var answer = await SendAsync(
            AlipayMethods.Refund,
            new JsonObject
            {
                ["out_trade_no"] = payment.OutTradeNo,
                ["refund_amount"] = AlipayFormats.Amount(amount),
                ["out_request_no"] = refundId.ToString("N"),
                ["refund_reason"] = reason,
            },
            cancellationToken);
        if (!answer.IsSuccess)
        {
            throw Refusal(AlipayMethods.Refund, answer);
        }
    }

    /// <summary>How much a refund gave back; null when it did not.</summary>
    /// <exception cref="AlipayException">Not known; ask again.</exception>
    public async Task<decimal?> QueryRefundAsync(PaymentRow payment, Guid refundId, CancellationToken cancellationToken)
    {
        var answer = await SendAsync(
            AlipayMethods.RefundQuery,
            new JsonObject { ["out_trade_no"] = payment.OutTradeNo, ["out_request_no"] = refundId.ToString("N") },
            cancellationToken);
        return answer switch
        {
            { IsUnknownTrade: true } => null,
            { IsSuccess: true } when answer.Text("refund_status") != AlipayCodes.RefundSuccess => null,
            { IsSuccess: true } when AlipayFormats.ReadAmount(answer.Text("refund_amount")) is { } amount => amount,
            _ => throw Refusal(AlipayMethods.RefundQuery, answer),
        };
    }

    private async Task<AlipayAnswer> SendAsync(string method, JsonObject content, CancellationToken cancellationToken)
    {
        var request = new BindingRequest(ComponentNames.Alipay, "post")
        {
            Data = Encoding.UTF8.GetBytes(AlipayRequest.Form(account, method, content, clock.GetUtcNow())),
        };
        request.Metadata["Content-Type"] = "application/x-www-form-urlencoded; charset=utf-8";
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(options.Value.Patience);
        try
        {
            var response = await dapr.InvokeBindingAsync(request, patience.Token);
            return AlipayAnswer.Read(account, method, response.Data.Span);
        }
        catch (Exception e) when (e is DaprException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new AlipayException($"{method}: no answer.", e);
        }
    }

    private static AlipayException Refusal(string method, AlipayAnswer answer) => new($"{method}: {answer.Code} {answer.SubCode}");
}
