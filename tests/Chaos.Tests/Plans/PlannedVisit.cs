namespace Yilai.Chaos.Tests.Plans;

/// <summary>What one patient is going to do with one number.</summary>
/// <param name="At">When, from the beginning of the chaos.</param>
/// <param name="Patient">Who.</param>
/// <param name="Schedule">Which schedule.</param>
/// <param name="Other">Where to move, if that is in the plan.</param>
/// <param name="Course">What to do.</param>
/// <param name="Think">How long to think between two steps.</param>
internal sealed record PlannedVisit(TimeSpan At, int Patient, int Schedule, int Other, Course Course, TimeSpan Think);

/// <summary>What becomes of an order, as far as its patient has a say.</summary>
internal enum Course
{
    /// <summary>Pays.</summary>
    Pay,

    /// <summary>Pays, and cancels when it is paid.</summary>
    PayThenCancel,

    /// <summary>Cancels before paying.</summary>
    CancelUnpaid,

    /// <summary>Does nothing more: the hold expires.</summary>
    Abandon,

    /// <summary>Moves to another session, then pays.</summary>
    MoveUnpaid,

    /// <summary>Pays, then moves to another session and pays what is due for it.</summary>
    PayThenMove,

    /// <summary>Opens the payment twice and presses the button of both.</summary>
    PayTwice,

    /// <summary>Fails to pay at first.</summary>
    FailThenPay,

    /// <summary>Presses "pay" and "cancel" at the same time.</summary>
    PayAndCancelAtOnce,
}

internal static class PlanTimes
{
    /// <summary>To the millisecond, so that a plan looks the same when it is printed.</summary>
    public static TimeSpan Rounded(this TimeSpan time) => TimeSpan.FromMilliseconds(Math.Round(time.TotalMilliseconds));
}
