using Microsoft.Extensions.Time.Testing;
using Yilai.Gateway.Tests.Support;
using Yilai.Gateway.Tokens;

namespace Yilai.Gateway.Tests.Tokens;

/// <summary>That a token was good once does not make it good for ever.</summary>
public sealed class VerifiedTokenTests : IDisposable
{
    private readonly FakeTimeProvider clock = new(TimeProvider.System.GetUtcNow());
    private readonly StubIdentity identity = new();
    private readonly SigningKeys keys;
    private readonly AccessTokenCheck check;

    public VerifiedTokenTests() => check = new AccessTokenCheck(keys = identity.KeysBy(clock), clock);

    [Fact]
    public async Task Judge_TokenAgain_SaysTheSame()
    {
        var (token, another) = (identity.Keys.Token(), identity.Keys.Token(Guid.CreateVersion7()));

        var verdicts = new[] { await JudgeAsync(token), await JudgeAsync(another), await JudgeAsync(token) };

        Assert.Equal(new TokenCheck(TokenVerdict.Valid, TestKeys.User), verdicts[0]);
        Assert.Equal(verdicts[0], verdicts[2]);
        Assert.NotEqual(verdicts[0].UserId, verdicts[1].UserId);
    }

    [Fact]
    public async Task Judge_GoodTokenUntilItsEnd_IsInvalidAfterwards()
    {
        // Sooner than the keys are asked for again.
        var token = identity.Keys.Token(change: d => d.Expires = d.NotBefore!.Value.AddMinutes(5));
        Assert.Equal(TokenVerdict.Valid, (await JudgeAsync(token)).Verdict);

        clock.Advance(TimeSpan.FromMinutes(6));

        Assert.Equal(TokenCheck.Invalid, await JudgeAsync(token));
    }

    [Theory]
    [InlineData("key-2")]
    [InlineData("key-1")]
    public async Task Judge_GoodTokenWhoseKeyWasReplaced_IsInvalidOnceThatIsKnown(string newKeyId)
    {
        var token = identity.Keys.Token();
        Assert.Equal(TokenVerdict.Valid, (await JudgeAsync(token)).Verdict);

        identity.Keys.Rotate(newKeyId);
        clock.Advance(TimeSpan.FromMinutes(11));

        Assert.Equal(TokenCheck.Invalid, await JudgeAsync(token));
    }

    [Fact]
    public async Task Judge_TamperedCopyOfAGoodToken_IsInvalid()
    {
        var token = identity.Keys.Token();
        await JudgeAsync(token);

        Assert.Equal(TokenCheck.Invalid, await JudgeAsync(token[..^4] + (token.EndsWith("AAAA", StringComparison.Ordinal) ? "BBBB" : "AAAA")));
    }

    public void Dispose()
    {
        check.Dispose();
        keys.Dispose();
        identity.Dispose();
    }

    private async Task<TokenCheck> JudgeAsync(string token) => await check.JudgeAsync(token, CancellationToken.None);
}
