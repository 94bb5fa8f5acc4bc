using Microsoft.Extensions.Options;
using Npgsql;
using Yilai.Orders.Tasks;
using Yilai.ServiceDefaults.Time;

namespace Yilai.Orders.Reconciliation;

/// <summary>
/// 对账: compares our books with those of the payment provider and the hospitals. The clock comes every hour, and the first
/// that comes in a night starts it, so that a night whose hour was missed is made up for. A run does not end with the
/// patience of who started it; who comes while it goes on waits for the same.
/// </summary>
internal sealed partial class Reconcile(
    NpgsqlDataSource database,
    CompareOrder compare,
    IOptions<ReconciliationOptions> options,
    IHostApplicationLifetime lifetime,
    TimeProvider clock,
    ILogger<Reconcile> logger) : IScheduledTask
{
    public const string Name = "reconcile";

    private const int PageSize = 200;

    private readonly Lock gate = new();
    private Task<TaskRun> running = Task.FromResult(new TaskRun());

    public async Task<TaskRun> RunByClockAsync(CancellationToken cancellationToken) =>
        await DueOrders.HasEndedSinceAsync(database, LastNight(), cancellationToken) ? new TaskRun() : await RunAsync(cancellationToken);

    public Task<TaskRun> RunAsync(CancellationToken cancellationToken)
    {
        lock (gate)
        {
            return running.IsCompleted ? running = RunAllAsync(lifetime.ApplicationStopping) : running;
        }
    }

    private DateTimeOffset LastNight()
    {
        var (day, night) = (clock.GetChinaToday(), options.Value.Night);
        var tonight = ChinaTime.InstantOf(day, night);
        return tonight <= clock.GetUtcNow() ? tonight : ChinaTime.InstantOf(day.AddDays(-1), night);
    }

    private async Task<TaskRun> RunAllAsync(CancellationToken cancellationToken)
    {
        // Not in the caller's lock.
        await Task.Yield();
        await DueOrders.FillAsync(database, options.Value.Overlap, clock.GetChinaToday().AddDays(-1), clock.GetUtcNow(), cancellationToken);
        var silences = new Silences();
        var all = new List<Compared>();
        var last = Guid.Empty;
        while (await DueOrders.PageAsync(database, last, PageSize, cancellationToken) is { Length: > 0 } page)
        {
            var results = new Compared[page.Length];
            await Parallel.ForAsync(
                0,
                page.Length,
                new ParallelOptions { MaxDegreeOfParallelism = options.Value.AtOnce, CancellationToken = cancellationToken },
                async (i, stop) => results[i] = await CompareAsync(page[i], silences, stop));
            all.AddRange(results);
            last = page[^1];
        }

        var run = new TaskRun
        {
            Compared = all.Count(c => c.IsReached),
            NotReached = all.Count(c => !c.IsReached),
            Differences = all.Sum(c => c.Found),
            Repaired = all.Sum(c => c.Repaired),
            Left = await DueOrders.EndAsync(database, clock.GetUtcNow(), cancellationToken),
        };
        Ended(logger, run.Compared.Value, run.Differences.Value, run.Repaired.Value, run.Left.Value, run.NotReached.Value);
        return run;
    }

    /// <summary>What cannot be written about one order, whatever the cause, must not keep all that come after it from being compared.</summary>
    private async Task<Compared> CompareAsync(Guid orderId, Silences silences, CancellationToken cancellationToken)
    {
        try
        {
            return await compare.RunAsync(orderId, silences, cancellationToken);
        }
        catch (PostgresException e)
        {
            NotWritten(logger, e, orderId);
            return new Compared(IsReached: false, Found: 0, Repaired: 0);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Reconciliation: order {Id} could not be compared")]
    private static partial void NotWritten(ILogger logger, Exception exception, Guid id);

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "Reconciliation: {Compared} orders compared, {Differences} new differences, {Repaired} gone, {Left} open; {NotReached} orders not compared")]
    private static partial void Ended(ILogger logger, int compared, int differences, int repaired, int left, int notReached);
}
