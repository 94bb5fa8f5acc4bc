using Aspire.Hosting.ApplicationModel;
using Yilai.Hosting.KeepAlive;

namespace Yilai.Hosting.Tests;

public sealed class LastWordsTests
{
    private static readonly LogLine[] Log =
    [
        new(1, "2026-11-25T07:00:00.0000000Z why it ended the time before", true),
        new(2, "2026-11-25T08:00:00.0000000Z an earlier line", true),
        new(3, "2026-11-25T08:00:01.0000000Z identity: the key is wrong", true),
        new(4, "2026-11-25T08:00:01.0000000Z    at Yilai.Identity.Keys", true),
        new(5, "2026-11-25T08:00:02.0000000Z what goes to standard output", false),
    ];

    [Theory]
    [InlineData("07:59", "identity: the key is wrong")]
    [InlineData("08:01", null)]
    public async Task OfAsync_PartThatFailed_IsItsLastErrorLineSinceItsStart_WithoutTheStackTrace(string since, string? expected) => Assert.Equal(
        expected,
        await LastWords.OfAsync(Log.Chunk(2).ToAsyncEnumerable(), DateTimeOffset.Parse($"2026-11-25T{since}:00Z", null), TestContext.Current.CancellationToken));
}
