using Dapper;
using Npgsql;

namespace Yilai.Orders.Reconciliation.List;

/// <summary>A row of <c>difference</c>, with what the list shows of its order.</summary>
internal sealed record DifferenceRow
{
    /// <summary>What to select of <c>difference d join order_info o</c>.</summary>
    public const string Columns = "d.*, o.out_trade_no as order_no, o.hospital_code";

    public required Guid Id { get; init; }

    public required Guid OrderId { get; init; }

    public required string OrderNo { get; init; }

    public required string HospitalCode { get; init; }

    public required string Kind { get; init; }

    public required string Reference { get; init; }

    public required string Ours { get; init; }

    public required string Theirs { get; init; }

    public decimal? OurAmount { get; init; }

    public decimal? TheirAmount { get; init; }

    public required string State { get; init; }

    public required DateTimeOffset FoundAt { get; init; }

    public required DateTimeOffset SeenAt { get; init; }

    public string? Trouble { get; init; }

    public string? Repair { get; init; }

    public DateTimeOffset? RepairedAt { get; init; }

    public string? SettledBy { get; init; }

    public DateTimeOffset? SettledAt { get; init; }

    public string? Note { get; init; }

    public static Task<DifferenceRow?> LockAsync(NpgsqlConnection connection, Guid id, CancellationToken cancellationToken) =>
        connection.QuerySingleOrDefaultAsync<DifferenceRow>(new CommandDefinition(
            $"select {Columns} from difference d join order_info o on o.id = d.order_id where d.id = @id for update of d",
            new { id },
            cancellationToken: cancellationToken));

    public DifferenceView ToView() => new()
    {
        Id = Id.ToString(),
        Kind = Words.Parse<DifferenceKind>(Kind),
        State = Words.Parse<DifferenceState>(State),
        OrderId = OrderId.ToString(),
        OrderNo = OrderNo,
        HospitalCode = HospitalCode,
        Reference = Reference,
        Ours = Ours,
        Theirs = Theirs,
        OurAmount = OurAmount,
        TheirAmount = TheirAmount,
        FoundAt = FoundAt,
        SeenAt = SeenAt,
        Trouble = Trouble,
        Repair = Repair,
        RepairedAt = RepairedAt,
        SettledBy = SettledBy,
        SettledAt = SettledAt,
        Note = Note,
    };
}
