using Dapper;
using Npgsql;

namespace Yilai.Orders.HospitalAnswers;

/// <summary>A hospital's first answer to an order, as it is kept.</summary>
internal sealed record HospitalAnswer
{
    public required Guid OrderId { get; init; }

    public required string Status { get; init; }

    public string? HospitalRecordId { get; init; }

    public int? Number { get; init; }

    public string? FetchTime { get; init; }

    public string? FetchAddress { get; init; }

    public string? Reason { get; init; }

    public required bool Applied { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    public static Task<HospitalAnswer?> FindAsync(NpgsqlConnection connection, Guid orderId, CancellationToken cancellationToken) =>
        connection.QuerySingleOrDefaultAsync<HospitalAnswer>(new CommandDefinition(
            "select * from hospital_answer where order_id = @orderId", new { orderId }, cancellationToken: cancellationToken));

    public Task KeepAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(new CommandDefinition(
            """
            insert into hospital_answer (
                order_id, status, hospital_record_id, number, fetch_time, fetch_address, reason, applied, received_at)
            values (@OrderId, @Status, @HospitalRecordId, @Number, @FetchTime, @FetchAddress, @Reason, @Applied, @ReceivedAt)
            """,
            this,
            cancellationToken: cancellationToken));

    /// <summary>Writes a confirmation to the order; the caller has locked it.</summary>
    public Task ConfirmAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(new CommandDefinition(
            """
            update order_info
            set hospital_status = @Status, hospital_record_id = @HospitalRecordId, hospital_number = @Number,
                fetch_time = @FetchTime, fetch_address = @FetchAddress
            where id = @OrderId
            """,
            this,
            cancellationToken: cancellationToken));
}
