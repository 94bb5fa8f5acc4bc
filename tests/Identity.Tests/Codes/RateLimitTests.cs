using Yilai.Identity.Codes;

namespace Yilai.Identity.Tests.Codes;

public sealed class RateLimitTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 10, 2, 0, 0, TimeSpan.Zero);
    private readonly RateLimit limit = new(2, TimeSpan.FromMinutes(1));

    [Fact]
    public void WaitAfter_FewerThanAllowed_IsZero() => Assert.Equal(TimeSpan.Zero, limit.WaitAfter([Now], Now));

    [Fact]
    public void WaitAfter_AsManyAsAllowed_EndsWhenTheOldestCountedLeavesTheWindow() =>
        Assert.Equal(TimeSpan.FromSeconds(20), limit.WaitAfter([Now.AddSeconds(-70), Now.AddSeconds(-40), Now.AddSeconds(-1)], Now));

    [Fact]
    public void WaitAfter_OldestCountedOutsideTheWindow_IsZero() =>
        Assert.Equal(TimeSpan.Zero, limit.WaitAfter([Now.AddSeconds(-60), Now.AddSeconds(-1)], Now));
}
