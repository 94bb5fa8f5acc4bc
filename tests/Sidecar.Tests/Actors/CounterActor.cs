using System.Collections.Concurrent;
using System.Runtime.Serialization;
using System.Text;
using Dapr;
using Dapr.Actors;
using Dapr.Actors.Runtime;

namespace Yilai.Sidecar.Tests.Actors;

/// <summary>What the tests ask of an actor.</summary>
public interface ICounter : IActor
{
    Task<int> AddAsync(int number);

    Task<int> GetAsync();

    Task FailAsync(string reason);

    Task SaveForAsync(string value, int seconds);

    Task RemindAsync(Schedule schedule);

    Task<string?> ReminderAsync(string name);

    Task ForgetAsync(string name);

    Task StartTimerAsync(Schedule schedule);

    Task StopTimerAsync(string name);

    Task<int> CallBackAsync(string other, int depth);

    Task HoldAsync(string name);
}

/// <summary>A reminder or timer to register; milliseconds, -1 for none.</summary>
[DataContract]
public sealed record Schedule(
    [property: DataMember] string Name, [property: DataMember] int Due, [property: DataMember] int Period, [property: DataMember] int? Times = null, [property: DataMember] string Data = "");

/// <summary>What actors of one test did, wherever they were.</summary>
public sealed class Journal
{
    public ConcurrentQueue<string> Entries { get; } = new();

    public ConcurrentDictionary<string, TaskCompletionSource> Gates { get; } = new(StringComparer.Ordinal);

    private int inside;
    private int failures;

    public int MostInside { get; private set; }

    public void Enter() => MostInside = Math.Max(MostInside, Interlocked.Increment(ref inside));

    public void Leave() => Interlocked.Decrement(ref inside);

    /// <summary>The next reminders fail.</summary>
    public void Fail(int times) => failures = times;

    public bool IsToFail() => Interlocked.Decrement(ref failures) >= 0;

    public int Count(string entry) => Entries.Count(e => e == entry);

    public TaskCompletionSource Gate(string name) => Gates.GetOrAdd(name, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}

/// <summary>An actor of the official SDK.</summary>
public sealed class CounterActor(ActorHost host, Journal journal) : Actor(host), ICounter, IRemindable
{
    private const string Key = "count";

    protected override Task OnActivateAsync()
    {
        journal.Entries.Enqueue($"activated {Id}");
        return Task.CompletedTask;
    }

    protected override Task OnDeactivateAsync()
    {
        journal.Entries.Enqueue($"deactivated {Id}");
        return Task.CompletedTask;
    }

    public async Task<int> AddAsync(int number)
    {
        journal.Enter();
        var sum = await GetAsync() + number;
        await StateManager.SetStateAsync(Key, sum);
        await StateManager.SaveStateAsync();
        journal.Leave();
        return sum;
    }

    public async Task<int> GetAsync() => (await StateManager.TryGetStateAsync<int>(Key)).Value;

    public Task FailAsync(string reason) => throw new InvalidOperationException(reason);

    public Task SaveForAsync(string value, int seconds) => StateManager.SetStateAsync("short", value, TimeSpan.FromSeconds(seconds));

    public Task RemindAsync(Schedule schedule) => schedule.Times is { } times
        ? RegisterReminderAsync(schedule.Name, Encoding.UTF8.GetBytes(schedule.Data), Time(schedule.Due), Time(schedule.Period), times)
        : RegisterReminderAsync(schedule.Name, Encoding.UTF8.GetBytes(schedule.Data), Time(schedule.Due), Time(schedule.Period));

    /// <summary>The SDK throws for a reminder that is not there, against daprd too.</summary>
    public async Task<string?> ReminderAsync(string name)
    {
        try
        {
            return (await GetReminderAsync(name)).Name;
        }
        catch (DaprApiException missing) when (missing.ErrorCode == "ERR_ACTOR_REMINDER_NOT_FOUND")
        {
            return null;
        }
    }

    public Task ForgetAsync(string name) => UnregisterReminderAsync(name);

    public Task StartTimerAsync(Schedule schedule) =>
        RegisterTimerAsync(schedule.Name, nameof(OnTimerAsync), Encoding.UTF8.GetBytes(schedule.Data), Time(schedule.Due), Time(schedule.Period));

    public Task StopTimerAsync(string name) => UnregisterTimerAsync(name);

    public Task OnTimerAsync(byte[] data)
    {
        journal.Entries.Enqueue($"timer {Id} {Encoding.UTF8.GetString(data)}");
        return Task.CompletedTask;
    }

    public async Task<int> CallBackAsync(string other, int depth) =>
        depth == 0 ? 0 : 1 + await ProxyFactory.CreateActorProxy<ICounter>(new ActorId(other), nameof(CounterActor)).CallBackAsync(Id.GetId(), depth - 1);

    public async Task HoldAsync(string name)
    {
        journal.Entries.Enqueue($"held {name}");
        await journal.Gate(name).Task;
    }

    public async Task ReceiveReminderAsync(string reminderName, byte[] state, TimeSpan dueTime, TimeSpan period)
    {
        journal.Entries.Enqueue($"reminded {Id} {reminderName} {Encoding.UTF8.GetString(state)}");
        if (reminderName.StartsWith("once-", StringComparison.Ordinal))
            await UnregisterReminderAsync(reminderName);
        if (journal.IsToFail())
            throw new InvalidOperationException("not now");
    }

    private static TimeSpan Time(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);
}
