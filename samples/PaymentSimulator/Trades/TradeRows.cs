using Dapper;
using Microsoft.Data.Sqlite;
using Yilai.Alipay;

namespace Yilai.PaymentSimulator.Trades;

/// <summary>Trades in the books.</summary>
internal static class TradeRows
{
    private const string Columns = "SELECT id, outTradeNo, tradeNo, subject, amount, refunded, status, createdAt, expiresAt, paidAt, closedAt, notifyUrl, passbackParams FROM trades";

    public static Trade? Find(SqliteConnection books, TradeKey key) =>
        (key.TradeNo is { } tradeNo
            ? books.QuerySingleOrDefault<Row>($"{Columns} WHERE tradeNo = @tradeNo", new { tradeNo })
            : books.QuerySingleOrDefault<Row>($"{Columns} WHERE outTradeNo = @outTradeNo", new { outTradeNo = key.OutTradeNo }))?.ToTrade();

    public static IEnumerable<Trade> All(SqliteConnection books) =>
        books.Query<Row>($"{Columns} ORDER BY id").Select(row => row.ToTrade());

    public static List<Trade> Latest(SqliteConnection books, int count) =>
        [.. books.Query<Row>($"{Columns} ORDER BY id DESC LIMIT @count", new { count }).Select(row => row.ToTrade())];

    public static Trade Add(SqliteConnection books, PageOrder order, DateTimeOffset now)
    {
        var id = books.QuerySingle<long>("SELECT coalesce(max(id), 0) + 1 FROM trades");
        books.Execute(
            """
            INSERT INTO trades (id, outTradeNo, tradeNo, subject, amount, status, createdAt, expiresAt, notifyUrl, passbackParams)
            VALUES (@id, @OutTradeNo, @tradeNo, @Subject, @amount, @status, @createdAt, @expiresAt, @NotifyUrl, @PassbackParams)
            """,
            new
            {
                id,
                order.OutTradeNo,
                tradeNo = Numbers.Trade(id, now),
                order.Subject,
                amount = Stored.Cents(order.Amount),
                status = TradeStatus.WaitBuyerPay,
                createdAt = Stored.Time(now),
                expiresAt = Stored.Time(order.ExpiresAt),
                order.NotifyUrl,
                order.PassbackParams,
            });
        return Find(books, new(order.OutTradeNo, null))!;
    }

    /// <summary>Writes down what has changed of a trade.</summary>
    public static Trade Save(SqliteConnection books, Trade trade)
    {
        books.Execute(
            "UPDATE trades SET status = @Status, refunded = @refunded, paidAt = @paidAt, closedAt = @closedAt, notifyUrl = @NotifyUrl WHERE id = @Id",
            new
            {
                trade.Id,
                trade.Status,
                trade.NotifyUrl,
                refunded = Stored.Cents(trade.Refunded),
                paidAt = Stored.Time(trade.PaidAt),
                closedAt = Stored.Time(trade.ClosedAt),
            });
        return trade;
    }

    private sealed class Row
    {
        public long Id { get; init; }
        public string OutTradeNo { get; init; } = "";
        public string TradeNo { get; init; } = "";
        public string Subject { get; init; } = "";
        public long Amount { get; init; }
        public long Refunded { get; init; }
        public string Status { get; init; } = "";
        public long CreatedAt { get; init; }
        public long ExpiresAt { get; init; }
        public long? PaidAt { get; init; }
        public long? ClosedAt { get; init; }
        public string? NotifyUrl { get; init; }
        public string? PassbackParams { get; init; }

        public Trade ToTrade() => new(
            Id, OutTradeNo, TradeNo, Subject, Stored.Money(Amount), Stored.Money(Refunded), Status,
            Stored.Instant(CreatedAt), Stored.Instant(ExpiresAt), Stored.Instant(PaidAt), Stored.Instant(ClosedAt), NotifyUrl, PassbackParams);
    }
}
