using System.Text.Json;
using Dapper;
using Npgsql;
using Yilai.Chaos.Tests.Platform;

namespace Yilai.Chaos.Tests.Verdicts;

/// <summary>Who holds a number has paid its fee and no more, who holds none has all money back, and the provider's books say the same to the cent.</summary>
internal static class MoneyVerdict
{
    private sealed record Entry(string Number, decimal Amount);

    public static async Task<IEnumerable<string>> FindAsync(NpgsqlConnection database, ChaosPlatform platform)
    {
        var unbalanced = await database.QueryAsync<string>(
            """
            select format('order %s in state %s (%s) costs %s and has cost %s', o.id, o.order_status, o.outcome, o.amount, m.net)
            from orders.order_info o
            cross join lateral (
                select coalesce(sum(p.amount - coalesce((select sum(r.amount) from orders.refund r where r.payment_id = p.id), 0)), 0) as net
                from orders.payment p where p.order_id = o.id and p.status = 'paid') m
            where m.net <> case when o.order_status > 0 then o.amount else 0 end
                -- Whose place another order is to take: what is due for that one may be paid already.
                and not (o.order_status = 0 and o.reschedules is not null)
            """);
        using var http = new HttpClient { BaseAddress = platform.AddressOf("payment-simulator") };
        var books = await http.GetFromJsonAsync<JsonElement>("simulator/books");
        var payments = books.GetProperty("payments").EnumerateArray().ToArray();
        return
        [
            .. unbalanced,
            .. Compare(
                "payment",
                await database.QueryAsync<Entry>("select out_trade_no as number, amount from orders.payment where status = 'paid'"),
                payments.Where(p => p.GetProperty("paidAt").ValueKind == JsonValueKind.String).Select(p => EntryOf(p, "outTradeNo"))),
            .. Compare(
                "refund",
                await database.QueryAsync<Entry>("select replace(id::text, '-', '') as number, amount from orders.refund where status = 'done'"),
                books.GetProperty("refunds").EnumerateArray().Select(r => EntryOf(r, "outRequestNo"))),
            .. await PayableAsync(database, payments),
        ];
    }

    /// <summary>Nobody can pay for an order that has ended.</summary>
    private static async Task<IEnumerable<string>> PayableAsync(NpgsqlConnection database, JsonElement[] payments)
    {
        var open = payments.Where(p => p.GetProperty("status").GetString() == Alipay.TradeStatus.WaitBuyerPay).Select(p => p.GetProperty("outTradeNo").GetString()!).ToArray();
        return await database.QueryAsync<string>(
            """
            select format('payment %s of an order in state %s can still be made', p.out_trade_no, o.order_status)
            from orders.payment p join orders.order_info o on o.id = p.order_id
            where p.out_trade_no = any(@open) and o.order_status <> 0
            """,
            new { open });
    }

    private static Entry EntryOf(JsonElement element, string number) => new(element.GetProperty(number).GetString()!, element.GetProperty("amount").GetDecimal());

    private static IEnumerable<string> Compare(string what, IEnumerable<Entry> ours, IEnumerable<Entry> theirs)
    {
        var (here, there) = (ours.ToHashSet(), theirs.ToHashSet());
        return
        [
            .. here.Except(there).Select(e => $"{what} {e.Number} of {e.Amount} is not in the provider's books"),
            .. there.Except(here).Select(e => $"{what} {e.Number} of {e.Amount} is in the provider's books only"),
        ];
    }
}
