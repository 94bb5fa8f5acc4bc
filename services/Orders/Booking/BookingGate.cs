using System.Threading.RateLimiting;

namespace Yilai.Orders.Booking;

/// <summary>
/// Lets an account's bookings in one at a time, and no more in all than can be kept waiting: one account with many hands
/// waits here and keeps nobody else from a place.
/// </summary>
internal sealed class BookingGate : IDisposable
{
    private const int PerUser = 1;
    private const int PerUserWaiting = 64;
    private const int InAll = 20_000;

    private readonly PartitionedRateLimiter<BookingRequest> limiter = PartitionedRateLimiter.CreateChained(
        Limit(r => r.UserId, PerUser, PerUserWaiting),
        Limit(_ => nameof(InAll), InAll, waiting: 0));

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
