using Yilai.Alipay;
using Yilai.Orders.Payments;
using Yilai.Orders.Payments.Alipay;
using Yilai.Orders.Payments.Refunds;

namespace Yilai.Orders.Reconciliation.Comparisons;

/// <summary>Payments and refunds of an order against the payment provider's books.</summary>
internal static class ComparePayments
{
    /// <param name="ours">Our books.</param>
    /// <param name="provider">The provider's.</param>
    /// <param name="settledBefore">What is younger may still be on its way.</param>
    public static IEnumerable<Difference> Run(OrderBooks ours, ProviderBooks provider, DateTimeOffset settledBefore)
    {
        foreach (var payment in ours.Payments)
        {
            if (OfPayment(payment, provider.Trades[payment.Id]) is { } difference)
            {
                // What is wrong with the payment comes first; of its refunds nothing follows until that is right.
                yield return difference;
            }
            else if (payment.Status == PaymentRow.Paid)
            {
                foreach (var found in OfRefunds(payment, [.. ours.RefundsOf(payment)], provider, settledBefore))
                {
                    yield return found;
                }
            }
        }
    }

    private static Difference? OfPayment(PaymentRow payment, TradeFacts? trade)
    {
        var isPaid = payment.Status == PaymentRow.Paid;
        if (trade is not { WasPaid: true })
        {
            return isPaid ? Of(DifferenceKind.PaymentUnfounded) : null;
        }

        if (trade.Amount != payment.Amount)
        {
            return Of(DifferenceKind.PaymentAmount);
        }

        // Paid and all of it given back, and neither by us: no money is missing, but nobody here can say why.
        return isPaid ? null
            : trade.IsPaid ? Of(DifferenceKind.PaymentMissed) with { Repair = new Repair.TakeIn(trade) }
            : Of(DifferenceKind.RefundUnknown);

        Difference Of(DifferenceKind kind) =>
            new(kind, payment.OutTradeNo, payment.Status, trade?.Status ?? Difference.Unknown, payment.Amount, trade?.Amount);
    }

    private static IEnumerable<Difference> OfRefunds(
        PaymentRow payment, IReadOnlyList<RefundRow> refunds, ProviderBooks provider, DateTimeOffset settledBefore)
    {
        foreach (var refund in refunds)
        {
            if (OfRefund(payment, refund, provider.Refunds[refund.Id], settledBefore) is { } difference)
            {
                yield return difference;
            }
        }

        // The provider tells a trade's refunds by their ids only. That it is closed says that all of it has gone back.
        var trade = provider.Trades[payment.Id]!;
        var known = refunds.Sum(r => provider.Refunds[r.Id] ?? 0);
        if (!trade.IsPaid && known < trade.Amount)
        {
            yield return new Difference(DifferenceKind.RefundUnknown, payment.OutTradeNo, payment.Status, trade.Status, known, trade.Amount);
        }
    }

    private static Difference? OfRefund(PaymentRow payment, RefundRow refund, decimal? given, DateTimeOffset settledBefore)
    {
        var isDone = refund.Status == RefundRow.Done;
        if (given is not null && given != refund.Amount)
        {
            return Of(DifferenceKind.RefundAmount);
        }

        if (isDone && given is null && refund.DoneAt < settledBefore)
        {
            return Of(DifferenceKind.RefundMissing) with { Repair = new Repair.GiveAgain(payment, refund) };
        }

        return !isDone && refund.CreatedAt < settledBefore
            ? Of(DifferenceKind.RefundStuck) with { Repair = new Repair.RunAgain(refund) }
            : null;

        Difference Of(DifferenceKind kind) =>
            new(kind, refund.Id.ToString("N"), refund.Status, given is null ? Difference.Unknown : AlipayCodes.RefundSuccess, refund.Amount, given);
    }
}
