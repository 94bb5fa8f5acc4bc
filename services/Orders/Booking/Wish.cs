using System.Diagnostics;

namespace Yilai.Orders.Booking;

/// <summary>A wish to book, with all that is needed to decide it; several may be decided in one transaction.</summary>
internal sealed record Wish(BookingRequest Request, Patients.Patient Patient)
{
    /// <summary>Gets the request's own trace: whoever decides the wish may be at work for others too.</summary>
    public Activity? Cause { get; } = Activity.Current;
}
