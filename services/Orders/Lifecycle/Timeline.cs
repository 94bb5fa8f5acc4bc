using Dapper;
using Npgsql;

namespace Yilai.Orders.Lifecycle;

/// <summary>What happened to an order, in the words of its page.</summary>
internal static class Timeline
{
    public const string Placed = "placed";
    public const string Confirmed = "hospital-confirmed";
    public const string ConfirmedLate = "hospital-confirmed-late";
    public const string RefusedLate = "hospital-refused-late";
    public const string Cancelled = "cancelled";
    public const string Expired = "expired";
    public const string Refused = "hospital-refused";
    public const string Suspended = "suspended";
    public const string Rescheduled = "rescheduled";
    public const string Paid = "paid";
    public const string PaidLate = "paid-late";
    public const string Refunded = "refunded";
    public const string CheckedIn = "checked-in";
    public const string Called = "called";
    public const string Completed = "completed";
    public const string NoShow = "no-show";

    public static Task AddAsync(
        NpgsqlConnection connection, Guid orderId, DateTimeOffset at, string what, string? detail, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(new CommandDefinition(
            "insert into order_event (order_id, at, what, detail) values (@orderId, @at, @what, @detail)",
            new { orderId, at, what, detail },
            cancellationToken: cancellationToken));

    public static async Task<IReadOnlyList<Entry>> ReadAsync(NpgsqlConnection connection, Guid orderId, CancellationToken cancellationToken) =>
        (await connection.QueryAsync<Entry>(new CommandDefinition(
            "select at, what, detail from order_event where order_id = @orderId order by position",
            new { orderId },
            cancellationToken: cancellationToken))).AsList();

    public sealed record Entry
    {
        public required DateTimeOffset At { get; init; }

        public required string What { get; init; }

        public string? Detail { get; init; }
    }
}
