using System.Diagnostics;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using Yilai.ServiceDefaults.Events;
using Yilai.ServiceDefaults.Tests.Support;
using Yilai.TestSupport;

namespace Yilai.ServiceDefaults.Tests.Events;

public sealed class OutboxTests
{
    [Fact]
    public async Task Relay_BrokerAway_KeepsTheEventsAndPublishesThemOnceInOrder()
    {
        // More than the relay takes at once.
        string[] texts = [.. Enumerable.Range(1, 250).Select(i => $"note {i}")];
        var logs = new LogCollector();
        await using var broker = new TestBroker();
        await using var service = await TestService.StartAsync(broker: broker, logs: logs);
        await AddAsync(service, texts);
        await Eventually.TrueAsync("the relay has tried in vain", () => Task.FromResult(logs.Lines.Any(l => l.Contains("Events wait", StringComparison.Ordinal))));
        Assert.Equal(texts.Length, await CountAsync(service, "outbox"));

        await broker.StartAsync();

        await Eventually.TrueAsync("all events arrived", async () => await CountAsync(service, "note") == texts.Length && await CountAsync(service, "outbox") == 0);
        await using var connection = await service.Database.OpenConnectionAsync();
        Assert.Equal(texts, await connection.QueryAsync<string>("select text from note order by position"));
    }

    [Fact]
    public async Task Relay_EventOfATrace_ArrivesInThatTrace()
    {
        await using var broker = new TestBroker();
        await using var service = await TestService.StartAsync(broker: broker);
        ActivityTraceId trace;
        using (var request = new Activity("request").SetIdFormat(ActivityIdFormat.W3C))
        {
            request.ActivityTraceFlags = ActivityTraceFlags.Recorded;
            trace = request.Start().TraceId;
            await AddAsync(service, "traced");
        }

        await using (var before = await service.Database.OpenConnectionAsync())
        {
            Assert.StartsWith($"00-{trace}-", await before.ExecuteScalarAsync<string>("select trace_parent from outbox"), StringComparison.Ordinal);
        }

        await broker.StartAsync();

        await Eventually.TrueAsync("the event arrived", async () => await CountAsync(service, "note") == 1);

        await using var connection = await service.Database.OpenConnectionAsync();
        Assert.Equal(trace.ToString(), await connection.ExecuteScalarAsync<string>("select trace_id from note"));
    }

    [Fact]
    public async Task Relay_PeopleStandInLineAfterAFailure_PublishesAllTheSame()
    {
        var logs = new LogCollector();
        await using var broker = new TestBroker();
        // On a clock that stands still, the line never ends.
        await using var service = await TestService.StartAsync(broker: broker, logs: logs, clock: new FakeTimeProvider());
        await AddAsync(service, "late already");
        await Eventually.TrueAsync("the relay has tried in vain", () => Task.FromResult(logs.Lines.Any(l => l.Contains("Events wait", StringComparison.Ordinal))));
        service.Outbox.Defer();

        await broker.StartAsync();

        await Eventually.TrueAsync("the event arrived", async () => await CountAsync(service, "note") == 1);
    }

    [Fact]
    public async Task Add_TransactionRolledBack_LeavesNoEvent()
    {
        await using var service = await TestService.StartAsync();
        await using (var connection = await service.Database.OpenConnectionAsync())
        {
            await using var transaction = await connection.BeginTransactionAsync();
            await Outbox.AddAsync(connection, NewNote("never"), CancellationToken.None);
        }

        Assert.Equal(0, await CountAsync(service, "outbox"));
    }

    [Fact]
    public async Task Relay_HostDisposedWithoutStopping_EndsInPeace()
    {
        var logs = new LogCollector();
        await using var service = await TestService.StartAsync(logs: logs);
        await AddAsync(service, "nobody takes it");
        await Eventually.TrueAsync("the relay has tried in vain", () => Task.FromResult(logs.Lines.Any(l => l.Contains("Events wait", StringComparison.Ordinal))));
        var relay = service.Services.GetServices<IHostedService>().OfType<OutboxRelay>().Single();

        // In the order in which the container does it.
        relay.Dispose();
        await service.Database.DisposeAsync();

        await relay.ExecuteTask!.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task WaitForPeople_NobodyStandsInLine_DoesNotWait() =>
        await new Outbox(new FakeTimeProvider()).WaitForPeopleAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(10));

    [Fact]
    public async Task WaitForPeople_LineHasEnded_WaitsUntilItWasCalmForHalfASecond()
    {
        var clock = new FakeTimeProvider();
        var outbox = new Outbox(clock);
        outbox.Defer();

        var waited = await TimeAsync(clock, outbox, () => { });

        Assert.InRange(waited, TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task WaitForPeople_LineThatDoesNotEnd_WaitsForTenSeconds()
    {
        var clock = new FakeTimeProvider();
        var outbox = new Outbox(clock);
        outbox.Defer();

        var waited = await TimeAsync(clock, outbox, outbox.Defer);

        Assert.InRange(waited, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(20));
    }

    /// <summary>How long it waits by <paramref name="clock"/>, with <paramref name="meanwhile"/> every 50 ms of that.</summary>
    private static async Task<TimeSpan> TimeAsync(FakeTimeProvider clock, Outbox outbox, Action meanwhile)
    {
        var began = clock.GetUtcNow();
        var waits = outbox.WaitForPeopleAsync(CancellationToken.None);
        while (!waits.IsCompleted)
        {
            meanwhile();
            clock.Advance(TimeSpan.FromMilliseconds(50));
            // What the clock has woken goes on by itself.
            await Task.WhenAny(waits, Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, CancellationToken.None));
        }

        await waits;
        return clock.GetUtcNow() - began;
    }

    private static async Task AddAsync(TestService service, params string[] texts)
    {
        await using var connection = await service.Database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        foreach (var text in texts)
        {
            await Outbox.AddAsync(connection, NewNote(text), CancellationToken.None);
        }

        await transaction.CommitAsync();
        service.Outbox.Wake();
    }

    private static NoteTaken NewNote(string text)
    {
        var now = TimeProvider.System.GetUtcNow();
        return new NoteTaken(text) { EventId = Guid.CreateVersion7(now), OccurredAt = now };
    }

    private static async Task<long> CountAsync(TestService service, string table)
    {
        await using var connection = await service.Database.OpenConnectionAsync();
        return await connection.ExecuteScalarAsync<long>($"select count(*) from {table}");
    }
}
