using Yilai.Orders.Tasks;

namespace Yilai.Orders.Waitlist;

/// <summary>Has those lists looked after on which something is due that no event, push or reminder has brought about.</summary>
internal sealed class TendWaitlists(WaitlistQueue queue) : IScheduledTask
{
    public const string Name = "tend-waitlists";

    public async Task<TaskRun> RunAsync(CancellationToken cancellationToken) =>
        new() { WaitlistMoved = await queue.TendDueAsync(cancellationToken) };
}
