using Yilai.ServiceDefaults.Events;

namespace Yilai.Orders.Booking;

/// <summary>
/// Knows when many book at once. What bookings set off (the hospital, messages, the sagas) then waits for seconds, so that the
/// machine serves those who stand in line.
/// </summary>
internal sealed class Rush(Outbox outbox)
{
    private const int Many = 16;
    private int inside;

    /// <summary>Counts somebody who books, until it is disposed of.</summary>
    public Place Enter()
    {
        if (Interlocked.Increment(ref inside) > Many)
        {
            outbox.Defer();
        }

        return new Place(this);
    }

    public readonly struct Place(Rush rush) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref rush.inside);
    }
}
