using Yilai.Identity.Keys;
using Yilai.Identity.Tests.Support;

namespace Yilai.Identity.Tests.Sessions;

public sealed class KeyRotationTests(IdentityFixture identity) : IClassFixture<IdentityFixture>
{
    [Fact]
    public async Task SigningKeys_After90Days_ChangeWithoutInvalidatingAnyToken()
    {
        var keys = identity.Service<SigningKeys>();
        var old = keys.Current.Kid;

        identity.Clock.Advance(TimeSpan.FromDays(90));
        await keys.RefreshAsync(CancellationToken.None);
        // The next key is published, and does not sign yet.
        Assert.Equal(2, keys.All.Count);
        Assert.Equal(old, keys.Current.Kid);

        identity.Clock.Advance(TimeSpan.FromMinutes(10));
        var next = keys.Current.Kid;
        Assert.NotEqual(old, next);
        await keys.RefreshAsync(CancellationToken.None);
        Assert.Contains(keys.All, k => k.Kid == old);

        // The last token of the old key has expired.
        identity.Clock.Advance(TimeSpan.FromMinutes(21));
        await keys.RefreshAsync(CancellationToken.None);
        Assert.Equal(next, Assert.Single(keys.All).Kid);
    }
}
