using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Yilai.Sidecar.PubSub;
using Yilai.Sidecar.Tests.Support;

namespace Yilai.Sidecar.Tests;

public sealed class JournalTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("yilai-journal-").FullName;

    private string File => Path.Combine(folder, "pubsub.journal");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private Broker Open() => new(Journal.Open(File, NullLogger.Instance), parallel: 4, TimeProvider.System, NullLogger.Instance);

    private static TopicMessage Message(string text, int padding = 0) =>
        new("t", Encoding.UTF8.GetBytes(text + new string(' ', padding)), new Dictionary<string, string> { ["key"] = text });

    [Fact]
    public async Task Reopened_GivesBackWhatNobodyFinished()
    {
        await using (var broker = Open())
        {
            await broker.SettleAsync("a", ["t"]);
            await broker.SettleAsync("b", ["t"]);
            await broker.PublishAsync(Message("1"));
            await broker.PublishAsync(Message("2"));
            var got = await TakeAsync(broker, "a", 2);
            Assert.Equal(["1", "2"], got.Order());
        }

        await using var again = Open();
        Assert.Equal(2, again.Backlog);
        Assert.Equal(["1", "2"], (await TakeAsync(again, "b", 2)).Order());
        await WaitFor.ConditionAsync(() => again.Backlog == 0);
    }

    [Fact]
    public async Task Reopened_WithATornTail_KeepsAllBeforeIt()
    {
        await using (var broker = Open())
        {
            await broker.SettleAsync("a", ["t"]);
            await broker.PublishAsync(Message("1"));
            await broker.PublishAsync(Message("2"));
        }
        await using (var file = System.IO.File.OpenWrite(File))
            file.SetLength(file.Length - 3); // What a crash leaves of the last write.

        await using var again = Open();

        Assert.Equal("1", Assert.Single(await TakeAsync(again, "a", 1)));
        Assert.Single(Directory.GetFiles(folder, "*.damaged-at-*"));
        await again.PublishAsync(Message("3"));
        Assert.Equal("3", Assert.Single(await TakeAsync(again, "a", 1)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1000)]
    public async Task Reopened_WithGarbageAtTheEnd_CutsItOff(int length)
    {
        await using (var broker = Open())
        {
            await broker.SettleAsync("a", ["t"]);
            await broker.PublishAsync(Message("1"));
        }
        await using (var file = new FileStream(File, FileMode.Append))
            file.Write(Enumerable.Repeat((byte)0xAB, length).ToArray());

        await using (var again = Open())
            Assert.Equal(1, again.Backlog);
        await using var third = Open();
        Assert.Equal(1, third.Backlog);
    }

    [Fact]
    public async Task Journal_OfFinishedMessages_IsCompacted()
    {
        await using (var broker = Open())
        {
            await broker.SettleAsync("a", ["t"]);
            var taking = TakeAsync(broker, "a", 3000);
            await Task.WhenAll(Enumerable.Range(0, 3000).Select(n => broker.PublishAsync(Message(n.ToString(System.Globalization.CultureInfo.InvariantCulture), padding: 5000))));
            await taking;
            await WaitFor.ConditionAsync(() => broker.Backlog == 0);
            await broker.PublishAsync(Message("last"));
        }

        Assert.InRange(new FileInfo(File).Length, 1, 4_500_000);
        await using var again = Open();
        await WaitFor.ConditionAsync(() => again.Backlog <= 1);
        Assert.Equal("last", Assert.Single(await TakeAsync(again, "a", 1)));
    }

    [Fact]
    public async Task Consumer_NotYetKnown_IsOwedEverythingItTurnsOutToWant()
    {
        await using var broker = Open();
        broker.Expect(["late"]);
        await broker.PublishAsync(Message("1"));
        await broker.PublishAsync(Message("x") with { Topic = "other" });

        await broker.SettleAsync("late", ["t"]);

        Assert.Equal(1, broker.Backlog);
        Assert.Equal("1", Assert.Single(await TakeAsync(broker, "late", 1)));
    }

    [Fact]
    public async Task Consumer_ThatNoLongerWantsATopic_IsOwedNothingOfIt()
    {
        await using var broker = Open();
        await broker.SettleAsync("a", ["t"]);
        await broker.PublishAsync(Message("1"));

        await broker.SettleAsync("a", ["other"]);

        Assert.Equal(0, broker.Backlog);
    }

    [Fact]
    public async Task Delivery_CutOffByTheAppsEnd_HappensAgain()
    {
        await using var broker = Open();
        await broker.SettleAsync("a", ["t"]);
        var begun = new TaskCompletionSource();
        var handle = broker.Subscribe(new TopicConsumer("a", "t", new Dictionary<string, string>(), async (_, _, cancellation) =>
        {
            begun.SetResult();
            var end = new TaskCompletionSource();
            await using var _ = cancellation.Register(end.SetResult);
            await end.Task;
            return Verdict.Absent;
        }));
        await broker.PublishAsync(Message("1"));
        await begun.Task;
        await handle.DisposeAsync();

        Assert.Equal("1", Assert.Single(await TakeAsync(broker, "a", 1)));
    }

    [Fact]
    public async Task Open_ByASecondProcess_IsRefused()
    {
        await using var broker = Open();

        Assert.Throws<IOException>(Open);
    }

    /// <summary>Takes as many different messages as asked for.</summary>
    private static async Task<List<string>> TakeAsync(Broker broker, string consumer, int count)
    {
        var got = new ConcurrentDictionary<string, bool>();
        await using var handle = broker.Subscribe(new TopicConsumer(consumer, "t", new Dictionary<string, string>(), (message, _, _) =>
        {
            got[Encoding.UTF8.GetString(message.Data.Span).Trim()] = true;
            return Task.FromResult(Verdict.Done);
        }));
        await WaitFor.ConditionAsync(() => got.Count >= count);
        return [.. got.Keys];
    }
}
