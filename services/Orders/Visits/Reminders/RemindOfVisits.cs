using Dapper;
using Npgsql;
using Yilai.Contracts.Events;
using Yilai.Orders.Lifecycle;
using Yilai.Orders.Tasks;
using Yilai.ServiceDefaults.Events;
using Yilai.ServiceDefaults.Time;

namespace Yilai.Orders.Visits.Reminders;

/// <summary>
/// Reminds of visits on the evening before and on the morning of the day, once each. By clock that is so within two stretches
/// of the day, and as the clock comes every half an hour, one that was missed, or a late booking, is caught up with. By hand
/// all are reminded whose visit is tomorrow, or today and not over.
/// </summary>
internal sealed class RemindOfVisits(NpgsqlDataSource database, Outbox outbox, TimeProvider clock) : IScheduledTask
{
    public const string Name = "visit-reminders";

    private const int BatchSize = 200;
    private static readonly (TimeOnly From, TimeOnly To) Evening = (new(18, 0), new(21, 30));
    private static readonly (TimeOnly From, TimeOnly To) Morning = (new(6, 30), new(8, 0));
    private static readonly TimeOnly MorningIsOver = new(12, 0);

    public async Task<TaskRun> RunByClockAsync(CancellationToken cancellationToken)
    {
        var time = TimeOnly.FromDateTime(clock.GetChinaNow().DateTime);
        return new TaskRun
        {
            Reminded = time.IsBetween(Evening.From, Evening.To) ? await RemindAsync(Occasion.EveningBefore, cancellationToken)
                : time.IsBetween(Morning.From, Morning.To) ? await RemindAsync(Occasion.DayOf, cancellationToken)
                : 0,
        };
    }

    public async Task<TaskRun> RunAsync(CancellationToken cancellationToken) => new()
    {
        Reminded = await RemindAsync(Occasion.EveningBefore, cancellationToken) + await RemindAsync(Occasion.DayOf, cancellationToken),
    };

    private async Task<int> RemindAsync(Occasion occasion, CancellationToken cancellationToken)
    {
        var (reminded, batch) = (0, 0);
        do
        {
            batch = await RemindBatchAsync(occasion, cancellationToken);
            reminded += batch;
        }
        while (batch == BatchSize);
        return reminded;
    }

    private async Task<int> RemindBatchAsync(Occasion occasion, CancellationToken cancellationToken)
    {
        var (now, today) = (clock.GetChinaNow(), clock.GetChinaToday());
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var orders = (await connection.QueryAsync<OrderRow>(new CommandDefinition(
            """
            with reminded as (
                insert into visit_reminder (order_id, occasion, at)
                select o.id, @occasion, @at from order_info o
                where o.order_status = 1 and o.hospital_status = 'confirmed' and o.reserve_date = @day
                    and (o.reserve_time = 'afternoon' or not @morningIsOver)
                    and not exists (select from visit_reminder r where r.order_id = o.id and r.occasion = @occasion)
                order by o.id limit @BatchSize
                on conflict do nothing
                returning order_id
            )
            select o.* from order_info o join reminded r on r.order_id = o.id
            """,
            new
            {
                occasion = occasion.Word(),
                at = now.ToUniversalTime(),
                day = occasion == Occasion.DayOf ? today : today.AddDays(1),
                morningIsOver = occasion == Occasion.DayOf && TimeOnly.FromDateTime(now.DateTime) >= MorningIsOver,
                BatchSize,
            },
            cancellationToken: cancellationToken))).AsList();
        await Outbox.AddAllAsync(connection, orders.Select(o => EventOf(o, occasion, now.ToUniversalTime())), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        outbox.Wake();
        return orders.Count;
    }

    private static VisitDue EventOf(OrderRow order, Occasion occasion, DateTimeOffset now) =>
        new(order.Id, order.UserId, order.ToVisit(), occasion.Word(), order.FetchTime, order.FetchAddress)
        {
            EventId = Guid.CreateVersion7(now),
            OccurredAt = now,
        };

    private enum Occasion
    {
        EveningBefore,
        DayOf,
    }
}
