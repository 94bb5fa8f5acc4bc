using Dapr;
using Dapr.Actors.Runtime;
using Yilai.Orders.Inventory;

namespace Yilai.Orders.Waitlist;

/// <summary>The list of a schedule; the actor's id is the schedule's public id.</summary>
internal interface IWaitlistActor : Dapr.Actors.IActor
{
    /// <summary>Does what is due on the list now. The SDK cannot give back a type that is not public.</summary>
    /// <returns>How many entries were offered a number or ended.</returns>
    Task<int> TendAsync(CancellationToken cancellationToken);
}

/// <summary>
/// Lines up what happens to a schedule's list, and is its clock: a reminder for each offer, kept by Dapr. It remembers nothing
/// else: the tables do, and where a reminder is lost the sweep of every minute finds its offer.
/// </summary>
internal sealed partial class WaitlistActor(ActorHost host, TendWaitlist list, TimeProvider clock, ILogger<WaitlistActor> logger)
    : Actor(host), IWaitlistActor, IRemindable
{
    /// <summary>A one-shot reminder.</summary>
    private static readonly TimeSpan Once = TimeSpan.FromMilliseconds(-1);

    public async Task<int> TendAsync(CancellationToken cancellationToken)
    {
        var turn = await list.RunAsync(Schedule(), cancellationToken);
        foreach (var offer in turn.Offered)
        {
            await RemindAsync(offer);
        }

        return turn.Moved;
    }

    public Task ReceiveReminderAsync(string reminderName, byte[] state, TimeSpan dueTime, TimeSpan period) => TendAsync(CancellationToken.None);

    /// <summary>Each offer has its own, so that none is written anew while it fires. The offer stands whether or not it can be kept.</summary>
    private async Task RemindAsync(WaitlistTurn.Offer offer)
    {
        var left = offer.ExpiresAt - clock.GetUtcNow();
        try
        {
            await RegisterReminderAsync(NameOf(offer.EntryId), [], left > TimeSpan.Zero ? left : TimeSpan.Zero, Once);
        }
        catch (Exception e) when (e is DaprException or HttpRequestException or OperationCanceledException)
        {
            NotKept(logger, offer.EntryId, e.GetType().Name);
        }
    }

    public static string NameOf(Guid entryId) => $"offer-{entryId}";

    private ScheduleKey Schedule() => ScheduleKey.TryParse(Id.GetId(), out var key)
        ? key
        : throw new ArgumentException($"'{Id.GetId()}' is no schedule's id.");

    [LoggerMessage(Level = LogLevel.Warning, Message = "The reminder of waitlist offer {Entry} could not be kept ({Kind}); the sweep will end it")]
    private static partial void NotKept(ILogger logger, Guid entry, string kind);
}
