using Yilai.Orders.Lifecycle;
using Yilai.Orders.Payments;
using Yilai.Orders.Payments.Alipay;
using Yilai.Orders.Payments.Refunds;

namespace Yilai.Orders.Reconciliation;

/// <summary>What makes a difference right and can do no harm: all of it is what the sagas do, and doing it twice changes nothing.</summary>
/// <param name="Word">What it is called in the list.</param>
internal abstract record Repair(string Word)
{
    /// <summary>What a difference is called that was gone without anybody's doing here.</summary>
    public const string None = "gone";

    /// <summary>Money that came is written into the books; if the order does not want it any more, it goes back by itself.</summary>
    public sealed record TakeIn(TradeFacts Facts) : Repair("taken-in");

    /// <summary>A refund that counts as done is sent once more; under its id the provider gives it once.</summary>
    public sealed record GiveAgain(PaymentRow Payment, RefundRow Refund) : Repair("given-again");

    /// <summary>A refund that is stuck is run again.</summary>
    public sealed record RunAgain(RefundRow Refund) : Repair("refund-run-again");

    /// <summary>The order is submitted again; the hospital knows it by its id, and its first answer counts.</summary>
    public sealed record Submit(OrderRow Order) : Repair("submitted-again");

    /// <summary>The hospital is told of the payment again.</summary>
    public sealed record TellPaid(OrderRow Order) : Repair("payment-told-again");

    /// <summary>The hospital is told of the end again.</summary>
    public sealed record TellEnded(OrderRow Order) : Repair("end-told-again");

    /// <summary>The order ends as if the hospital had reported its cancelling by itself: the number is free, the money goes back.</summary>
    public sealed record TakeBack(OrderRow Order) : Repair("taken-back");
}
