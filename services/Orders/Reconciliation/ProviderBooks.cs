using Yilai.Orders.Payments.Alipay;

namespace Yilai.Orders.Reconciliation;

/// <summary>What the payment provider says of an order's payments and refunds.</summary>
/// <param name="Trades">By payment; null when the provider knows of none.</param>
/// <param name="Refunds">By refund, how much went back; null when nothing has.</param>
internal sealed record ProviderBooks(IReadOnlyDictionary<Guid, TradeFacts?> Trades, IReadOnlyDictionary<Guid, decimal?> Refunds)
{
    /// <exception cref="AlipayException">The provider did not say.</exception>
    public static async Task<ProviderBooks> AskAsync(AlipayGateway alipay, OrderBooks ours, CancellationToken cancellationToken)
    {
        var trades = new Dictionary<Guid, TradeFacts?>();
        var refunds = new Dictionary<Guid, decimal?>();
        foreach (var payment in ours.Payments)
        {
            trades[payment.Id] = await alipay.QueryAsync(payment, cancellationToken);
            foreach (var refund in ours.RefundsOf(payment))
            {
                refunds[refund.Id] = await alipay.QueryRefundAsync(payment, refund.Id, cancellationToken);
            }
        }

        return new ProviderBooks(trades, refunds);
    }
}
