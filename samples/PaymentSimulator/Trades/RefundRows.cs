using Dapper;
using Microsoft.Data.Sqlite;

namespace Yilai.PaymentSimulator.Trades;

/// <summary>Refunds in the books.</summary>
internal static class RefundRows
{
    private const string Columns = "outRequestNo, refunds.amount, reason, at";

    public static Refund? Find(SqliteConnection books, long tradeId, string outRequestNo) => books.QuerySingleOrDefault<Row>(
        $"SELECT {Columns} FROM refunds WHERE tradeId = @tradeId AND outRequestNo = @outRequestNo", new { tradeId, outRequestNo })?.ToRefund();

    public static void Add(SqliteConnection books, long tradeId, Refund refund) => books.Execute(
        "INSERT INTO refunds (tradeId, outRequestNo, amount, reason, at) VALUES (@tradeId, @OutRequestNo, @amount, @Reason, @at)",
        new { tradeId, refund.OutRequestNo, amount = Stored.Cents(refund.Amount), refund.Reason, at = Stored.Time(refund.At) });

    public static IEnumerable<(string OutTradeNo, Refund Refund)> All(SqliteConnection books) => books
        .Query<Row>($"SELECT outTradeNo, {Columns} FROM refunds JOIN trades ON trades.id = tradeId ORDER BY refunds.id")
        .Select(row => (row.OutTradeNo, row.ToRefund()));

    private sealed class Row
    {
        public string OutTradeNo { get; init; } = "";
        public string OutRequestNo { get; init; } = "";
        public long Amount { get; init; }
        public string? Reason { get; init; }
        public long At { get; init; }

        public Refund ToRefund() => new(OutRequestNo, Stored.Money(Amount), Reason, Stored.Instant(At));
    }
}
