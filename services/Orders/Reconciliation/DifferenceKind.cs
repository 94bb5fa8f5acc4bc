namespace Yilai.Orders.Reconciliation;

/// <summary>In what two books can differ. The first word says which books: the provider's, the hospital's, or our own among themselves.</summary>
internal enum DifferenceKind
{
    /// <summary>Money came at the provider, and is not in our books.</summary>
    PaymentMissed,

    /// <summary>It is paid in our books, and the provider has not got the money.</summary>
    PaymentUnfounded,

    /// <summary>It was paid, but not what was asked for.</summary>
    PaymentAmount,

    /// <summary>It has gone back in our books, and the provider never gave it.</summary>
    RefundMissing,

    /// <summary>It has been on its way back for too long.</summary>
    RefundStuck,

    /// <summary>It has gone back, but another amount.</summary>
    RefundAmount,

    /// <summary>The provider gave back what we never asked it to.</summary>
    RefundUnknown,

    /// <summary>The hospital still has to say whether it takes the order.</summary>
    HospitalUnanswered,

    /// <summary>The hospital confirmed the order, and does not know it any more.</summary>
    HospitalUnknown,

    /// <summary>The hospital has cancelled what is live here.</summary>
    HospitalCancelled,

    /// <summary>The hospital waits for a payment that was made.</summary>
    HospitalUnpaid,

    /// <summary>The hospital holds for paid what is not.</summary>
    HospitalPaid,

    /// <summary>The hospital has another sequence number than the patient was told.</summary>
    HospitalNumber,

    /// <summary>The hospital keeps a number for an order that has ended.</summary>
    HospitalHolds,

    /// <summary>It counts as paid, and less was paid than it costs.</summary>
    OrderUnderpaid,

    /// <summary>More was paid than it costs, and the rest is not on its way back.</summary>
    OrderOverpaid,

    /// <summary>It has ended, and money for it is not on its way back.</summary>
    OrderKeptMoney,

    /// <summary>It counts as being refunded, and nothing is on its way back.</summary>
    OrderRefundMissing,
}

/// <summary>Whom our books are compared with.</summary>
internal enum OtherSide
{
    /// <summary>The payment provider.</summary>
    Provider,

    /// <summary>The hospital.</summary>
    Hospital,

    /// <summary>Nobody: they have to make sense by themselves.</summary>
    Ourselves,
}

/// <summary>What follows from a kind.</summary>
internal static class DifferenceKinds
{
    public static OtherSide Side(this DifferenceKind kind) => kind switch
    {
        <= DifferenceKind.RefundUnknown => OtherSide.Provider,
        <= DifferenceKind.HospitalHolds => OtherSide.Hospital,
        _ => OtherSide.Ourselves,
    };

    public static string[] WordsOf(IEnumerable<OtherSide> sides) =>
        [.. Enum.GetValues<DifferenceKind>().Where(k => sides.Contains(k.Side())).Select(k => k.Word())];
}
