using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using Yilai.Orders.Rules;

namespace Yilai.Orders.Inventory;

/// <summary>Internal: what is left, day by day; the calendar's truth.</summary>
internal static class GetAvailability
{
    public sealed record Answer(Rule Rule, IReadOnlyList<Item> Items);

    public sealed record Rule(
        TimeOnly ReleaseTime,
        TimeOnly StopTime,
        int CycleDays);

    public sealed record Item
    {
        public required string Id { get; init; }

        public required string DepartmentCode { get; init; }

        public required DateOnly Date { get; init; }

        public required string Period { get; init; }

        public required int Released { get; init; }

        public required int Remaining { get; init; }

        public required string Status { get; init; }
    }

    public static async Task<Ok<Answer>> HandleAsync(
        string code,
        string? department,
        DateOnly? from,
        DateOnly? to,
        NpgsqlDataSource database,
        CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rules = await GetRules.FindAsync(connection, code, cancellationToken) ?? HospitalRules.Defaults(code);
        var items = await connection.QueryAsync<Item>(new CommandDefinition(
            """
            select schedule_id as id, department_code, date, period, released, bookable as remaining, status from schedule
            where hospital_code = @code
                and (@department::text is null or department_code = @department)
                and (@from::date is null or date >= @from)
                and (@to::date is null or date <= @to)
            order by date, period desc, schedule_id
            """,
            new { code, department, from, to },
            cancellationToken: cancellationToken));
        var terms = rules.Booking;
        return TypedResults.Ok(new Answer(new Rule(terms.ReleaseTime, terms.StopTime, terms.CycleDays), items.AsList()));
    }
}
