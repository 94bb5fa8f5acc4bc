using Microsoft.Extensions.Time.Testing;
using Yilai.Gateway.Tests.Support;
using Yilai.Gateway.Tokens;

namespace Yilai.Gateway.Tests.Tokens;

public sealed class SigningKeysTests : IDisposable
{
    private readonly FakeTimeProvider clock = new();
    private readonly StubIdentity identity = new();
    private readonly SigningKeys keys;

    public SigningKeysTests() => keys = identity.KeysBy(clock);

    [Fact]
    public async Task Find_KnownKey_IsFetchedOnce()
    {
        for (var i = 0; i < 10; i++)
        {
            Assert.NotNull((await keys.FindAsync("key-1", CancellationToken.None)).Key);
        }

        Assert.Equal(1, identity.Calls);
    }

    [Fact]
    public async Task Find_FloodOfForgedIds_AsksIdentityOncePerFloor()
    {
        for (var i = 0; i < 100; i++)
        {
            Assert.Equal(new KeyAnswer(null, Reached: true), await keys.FindAsync($"forged-{i}", CancellationToken.None));
        }

        Assert.Equal(1, identity.Calls);
        clock.Advance(TimeSpan.FromSeconds(6));
        await Task.WhenAll(Enumerable.Range(0, 100).Select(i => keys.FindAsync($"forged-{i}", CancellationToken.None).AsTask()));
        Assert.Equal(2, identity.Calls);
    }

    [Fact]
    public async Task Find_KeyOfARotation_IsFoundAfterTheFloor()
    {
        await keys.FindAsync("key-1", CancellationToken.None);
        identity.Keys.Rotate("key-2");
        clock.Advance(TimeSpan.FromSeconds(6));

        Assert.NotNull((await keys.FindAsync("key-2", CancellationToken.None)).Key);
    }

    [Fact]
    public async Task Find_WithdrawnKey_IsGoneAfterAWhile()
    {
        await keys.FindAsync("key-1", CancellationToken.None);
        identity.Keys.Rotate("key-2");
        clock.Advance(TimeSpan.FromMinutes(11));

        Assert.Equal(new KeyAnswer(null, Reached: true), await keys.FindAsync("key-1", CancellationToken.None));
    }

    [Fact]
    public async Task Find_IdentityAway_KeepsKnownKeysAndCannotTellOthers()
    {
        await keys.FindAsync("key-1", CancellationToken.None);
        identity.Away = true;
        clock.Advance(TimeSpan.FromMinutes(11));

        Assert.NotNull((await keys.FindAsync("key-1", CancellationToken.None)).Key);
        Assert.Equal(new KeyAnswer(null, Reached: false), await keys.FindAsync("key-2", CancellationToken.None));
    }

    public void Dispose()
    {
        keys.Dispose();
        identity.Dispose();
    }
}
