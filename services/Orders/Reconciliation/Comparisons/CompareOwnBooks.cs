using Yilai.Orders.Lifecycle;
using Yilai.Orders.Payments.Refunds;

namespace Yilai.Orders.Reconciliation.Comparisons;

/// <summary>
/// Whether an order's state and its money go together in our own books. Nothing of it is repaired here: where these differ,
/// a rule was broken, and the next step by the same rules might break more.
/// </summary>
internal static class CompareOwnBooks
{
    public static IEnumerable<Difference> Run(OrderBooks ours)
    {
        var order = ours.Order;
        var kept = ours.Paid.Sum(p => p.Amount) - ours.Refunds.Sum(r => r.Amount);
        if (order.IsClosed)
        {
            if (kept > 0)
            {
                yield return Of(DifferenceKind.OrderKeptMoney, expected: 0);
            }

            if (order.OrderStatus == OrderStatus.Refunding && ours.Refunds.All(r => r.Status == RefundRow.Done))
            {
                yield return Of(DifferenceKind.OrderRefundMissing, expected: 0);
            }
        }
        else if (order.OrderStatus != OrderStatus.Unpaid && kept != order.Amount)
        {
            yield return Of(kept < order.Amount ? DifferenceKind.OrderUnderpaid : DifferenceKind.OrderOverpaid, order.Amount);
        }

        Difference Of(DifferenceKind kind, decimal expected) => new(kind, order.OutTradeNo, order.OrderStatus.Word(), "books", expected, kept);
    }
}
