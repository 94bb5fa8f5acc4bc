using Dapper;
using Npgsql;
using Yilai.Orders.Inventory;
using Yilai.Orders.Rules;
using Yilai.Orders.Tasks;

namespace Yilai.Orders.Waitlist;

/// <summary>Winds up the lists whose closing time has come; when that is, each hospital's rule says.</summary>
internal sealed partial class CloseWaitlists(NpgsqlDataSource database, WaitlistQueue queue, TimeProvider clock, ILogger<CloseWaitlists> logger) : IScheduledTask
{
    public const string Name = "close-waitlists";

    public async Task<TaskRun> RunAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var ended = 0;
        foreach (var list in await OpenListsAsync(cancellationToken))
        {
            var rules = HospitalRules.Of(list.HospitalCode, list.BookingRule, list.PlatformRule);
            if (now >= WaitlistDeadline.Of(rules.Waitlist, list.Date))
            {
                ended += await queue.TendAsync(new ScheduleKey(list.HospitalCode, list.ScheduleId), cancellationToken);
            }
        }

        if (ended > 0)
        {
            Closed(logger, ended);
        }

        return new TaskRun { WaitlistMoved = ended };
    }

    private async Task<IReadOnlyList<OpenList>> OpenListsAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return (await connection.QueryAsync<OpenList>(new CommandDefinition(
            """
            select s.hospital_code, s.schedule_id, s.date, r.booking_rule, r.platform_rule
            from schedule s join hospital_rule r using (hospital_code) where s.waiting > 0
            order by s.date, s.hospital_code, s.schedule_id
            """,
            cancellationToken: cancellationToken))).AsList();
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} waitlist entries ended at the closing of their lists")]
    private static partial void Closed(ILogger logger, int count);

    private sealed record OpenList
    {
        public required string HospitalCode { get; init; }

        public required string ScheduleId { get; init; }

        public required DateOnly Date { get; init; }

        public required string BookingRule { get; init; }

        public required string PlatformRule { get; init; }
    }
}
