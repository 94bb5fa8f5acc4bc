namespace Yilai.Orders.Visits;

/// <summary>One step of the visit's day.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="Type">What happened; anything but a cancellation.</param>
/// <param name="At">The UTC instant, as whoever says so has it.</param>
internal sealed record VisitStep(Guid OrderId, OrderEventType Type, DateTimeOffset At);
