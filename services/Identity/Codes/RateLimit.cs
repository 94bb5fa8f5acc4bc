namespace Yilai.Identity.Codes;

/// <summary>At most <paramref name="Count"/> within any <paramref name="Window"/>.</summary>
internal sealed record RateLimit(int Count, TimeSpan Window)
{
    /// <summary>How long to wait until one more is allowed; zero when it is now.</summary>
    /// <param name="earlier">When the earlier ones were, in order.</param>
    /// <param name="now">The current instant.</param>
    public TimeSpan WaitAfter(IReadOnlyList<DateTimeOffset> earlier, DateTimeOffset now)
    {
        if (earlier.Count < Count)
        {
            return TimeSpan.Zero;
        }

        var wait = earlier[^Count] + Window - now;
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }
}
