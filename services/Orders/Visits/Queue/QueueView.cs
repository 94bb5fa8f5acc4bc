using Dapper;
using Npgsql;
using Yilai.Orders.Lifecycle;

namespace Yilai.Orders.Visits.Queue;

/// <summary>Where a patient stands.</summary>
internal enum QueueState
{
    /// <summary>Not called yet.</summary>
    Waiting,

    /// <summary>Asked in, or with the doctor.</summary>
    Called,

    /// <summary>The visit is over.</summary>
    Done,
}

/// <summary>A patient's place in the queue of a session.</summary>
/// <param name="Number">The sequence number of the order.</param>
/// <param name="Position">The place in the queue: 1 is next; 0 once the visit is over.</param>
/// <param name="Ahead">How many come before, with whoever is with the doctor.</param>
/// <param name="EstimatedMinutes">About how long it will take, by how long the visits of this session took so far.</param>
/// <param name="State">Where the patient stands.</param>
internal sealed record QueueView(int Number, int Position, int Ahead, int EstimatedMinutes, QueueState State)
{
    /// <summary>What a visit takes as long as none of the session shows how long they take.</summary>
    private const int MinutesAVisit = 6;

    /// <summary>The place of an order that has checked in; null when it has not, and its visit is not over either.</summary>
    public static async Task<QueueView?> OfAsync(NpgsqlConnection connection, OrderRow order, CancellationToken cancellationToken)
    {
        if (order.OrderStatus is OrderStatus.Completed or OrderStatus.NoShow)
        {
            return new(order.Number, 0, 0, 0, QueueState.Done);
        }

        var place = await connection.QuerySingleOrDefaultAsync<Place>(new CommandDefinition(
            """
            select v.state,
                (select count(*) from visit o
                 where o.hospital_code = v.hospital_code and o.schedule_id = v.schedule_id and (o.state = 'called'
                    or (o.state = 'waiting' and (o.late_at, o.number) < (v.late_at, v.number))))::integer as ahead,
                (select (extract(epoch from avg(greatest(o.done_at - o.called_at, interval '0'))) / 60)::double precision from visit o
                 where o.hospital_code = v.hospital_code and o.schedule_id = v.schedule_id and o.state = 'done') as minutes
            from visit v where v.order_id = @Id
            """,
            new { order.Id },
            cancellationToken: cancellationToken));
        // A session may be called off (停诊) while people wait.
        return place is null ? null : Of(order.Number, order.IsClosed ? place with { State = QueueState.Done.Word() } : place);
    }

    private static QueueView Of(int number, Place place) => Words.Parse<QueueState>(place.State) switch
    {
        QueueState.Waiting => new(number, place.Ahead + 1, place.Ahead, (int)Math.Ceiling(place.Ahead * (place.Minutes ?? MinutesAVisit)), QueueState.Waiting),
        QueueState.Called => new(number, 1, 0, 0, QueueState.Called),
        _ => new(number, 0, 0, 0, QueueState.Done),
    };

    private sealed record Place
    {
        public required string State { get; init; }

        public required int Ahead { get; init; }

        public double? Minutes { get; init; }
    }
}
