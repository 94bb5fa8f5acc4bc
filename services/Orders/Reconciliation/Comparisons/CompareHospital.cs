using System.Globalization;
using Yilai.Orders.Lifecycle;

namespace Yilai.Orders.Reconciliation.Comparisons;

/// <summary>An order against its hospital's books.</summary>
internal static class CompareHospital
{
    /// <param name="order">Our order.</param>
    /// <param name="theirs">What the hospital says of it.</param>
    /// <param name="settledBefore">What is younger may still be on its way.</param>
    public static IEnumerable<Difference> Run(OrderRow order, HospitalBook theirs, DateTimeOffset settledBefore)
    {
        if (OfState(order, theirs, settledBefore) is { } difference)
        {
            yield return difference;
        }

        if (order is { IsClosed: false, HospitalNumber: { } number } && theirs is { Holds: true, Number: { } other } && number != other)
        {
            yield return new Difference(DifferenceKind.HospitalNumber, order.OutTradeNo, Text(number), Text(other));
        }
    }

    private static Difference? OfState(OrderRow order, HospitalBook theirs, DateTimeOffset settledBefore)
    {
        return order switch
        {
            { IsClosed: true } => theirs.Holds && order.ClosedAt < settledBefore ? Of(DifferenceKind.HospitalHolds, new Repair.TellEnded(order)) : null,
            { OrderStatus: OrderStatus.Completed } => null,
            // What they cancelled cannot have been missed by the patient; what followed from it is for operators to undo.
            { OrderStatus: OrderStatus.NoShow } => theirs.Status == HospitalBook.Cancelled ? Of(DifferenceKind.HospitalCancelled) : null,
            // The booking's saga asks for as long as it makes sense; if it was lost, nobody does.
            { HospitalStatus: "pending" } => order.CreatedAt < settledBefore ? Of(DifferenceKind.HospitalUnanswered, new Repair.Submit(order)) : null,
            _ => OfConfirmed(),
        };

        Difference? OfConfirmed() => theirs.Status switch
        {
            // The hospital's word, signed: the same that it could have reported by itself, and it has the same consequence,
            // as long as the patient is not there.
            HospitalBook.Cancelled => Of(DifferenceKind.HospitalCancelled, order.OrderStatus == OrderStatus.CheckedIn ? null : new Repair.TakeBack(order)),
            HospitalBook.Booked when order.OrderStatus == OrderStatus.Paid && order.PaidAt < settledBefore =>
                Of(DifferenceKind.HospitalUnpaid, new Repair.TellPaid(order)),
            HospitalBook.Paid when order.OrderStatus == OrderStatus.Unpaid => Of(DifferenceKind.HospitalPaid),
            // Not submitted again: the patient has been told a number, a time and a place, and might get others, which nobody
            // would tell; a hospital that has lost its books may be putting them right by other means; and one that is asked
            // at a wrong address knows none of its orders.
            Difference.Unknown => Of(DifferenceKind.HospitalUnknown),
            _ => null,
        };

        Difference Of(DifferenceKind kind, Repair? repair = null) =>
            new(kind, order.OutTradeNo, order.OrderStatus.Word(), theirs.Status) { Repair = repair };
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
