using Dapper;
using Npgsql;

namespace Yilai.Chaos.Tests.Verdicts;

/// <summary>
/// For every schedule: released = remaining + withheld + held + sold, where unpaid orders and offers hold and later orders are sold;
/// every number is with one order or free again, and none was ever made up.
/// </summary>
internal static class NumbersVerdict
{
    public static async Task<IEnumerable<string>> FindAsync(NpgsqlConnection database, string hospital) => await database.QueryAsync<string>(
        """
        select format('schedule %s: %s released, %s remaining, %s withheld, %s taken; %s held, %s offered, %s sold, %s distinct, %s freed, last number %s, %s outside',
            s.schedule_id, s.released, s.remaining, s.withheld, s.taken, o.held, w.offered, o.sold, o.numbers, f.freed, s.last_number, o.outside)
        from orders.schedule s
        cross join lateral (
            select count(*) filter (where order_status = 0) as held, count(*) filter (where order_status > 0) as sold,
                count(distinct number) as numbers, count(*) filter (where number not between 1 and s.released) as outside
            from orders.order_info o where o.hospital_code = s.hospital_code and o.schedule_id = s.schedule_id and order_status >= 0) o
        cross join lateral (
            select count(*) as freed, count(*) filter (where exists (
                select from orders.order_info o where o.hospital_code = f.hospital_code and o.schedule_id = f.schedule_id and o.number = f.number and order_status >= 0)) as both
            from orders.freed_number f where f.hospital_code = s.hospital_code and f.schedule_id = s.schedule_id) f
        cross join lateral (
            select count(*) as offered from orders.waitlist_entry w
            where w.hospital_code = s.hospital_code and w.schedule_id = s.schedule_id and w.status = 'offered') w
        where s.hospital_code = @hospital and (
            s.released <> s.remaining + s.withheld + o.held + w.offered + o.sold or s.taken <> o.held + w.offered + o.sold
            or o.numbers <> o.held + o.sold or o.outside > 0 or f.both > 0 or f.freed + o.numbers + w.offered <> s.last_number)
        """,
        new { hospital });
}
