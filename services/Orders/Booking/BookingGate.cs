using System.Threading.RateLimiting;

namespace Yilai.Orders.Booking;

/// <summary>
/// Lets bookings in to the database a few at a time, so that those who wait for a hot schedule, or one account with many
/// hands, wait here and not on connections that everybody else needs.
/// </summary>
internal sealed class BookingGate : IDisposable
{
    private const int PerUser = 1;
    private const int PerUserWaiting = 64;
    private const int PerSchedule = 4;
    private const int InAll = 16;
    private const int Waiting = 20_000;

    private readonly PartitionedRateLimiter<BookingRequest> limiter = PartitionedRateLimiter.CreateChained(
        Limit(r => r.UserId, PerUser, PerUserWaiting),
        Limit(r => r.Schedule, PerSchedule, Waiting),
        Limit(_ => nameof(InAll), InAll, Waiting));

    /// <summary>Waits for a place; the lease is not acquired when too many wait already.</summary>
    public ValueTask<RateLimitLease> EnterAsync(BookingRequest request, CancellationToken cancellationToken) =>
        limiter.AcquireAsync(request, permitCount: 1, cancellationToken);

    public void Dispose() => limiter.Dispose();

    private static PartitionedRateLimiter<BookingRequest> Limit<TKey>(Func<BookingRequest, TKey> key, int places, int waiting)
        where TKey : notnull =>
        PartitionedRateLimiter.Create<BookingRequest, TKey>(r => RateLimitPartition.GetConcurrencyLimiter(
            key(r),
            _ => new ConcurrencyLimiterOptions { PermitLimit = places, QueueLimit = waiting, QueueProcessingOrder = QueueProcessingOrder.OldestFirst }));
}
