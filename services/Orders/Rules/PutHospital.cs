using System.Text.Json;
using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using Yilai.ServiceDefaults.Json;

namespace Yilai.Orders.Rules;

/// <summary>Internal: a hospital's name and booking rule, as its edge accepted them.</summary>
internal static class PutHospital
{
    public sealed record Request(string? Name, BookingRule? BookingRule);

    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(
        string code, Request request, NpgsqlDataSource database, TimeProvider clock, CancellationToken cancellationToken)
    {
        var rule = request.BookingRule ?? new BookingRule();
        var errors = rule.Validate().Require(!string.IsNullOrWhiteSpace(request.Name), "name", "请填写医院名称。");
        if (errors.Any)
        {
            return errors.ToProblem();
        }

        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            insert into hospital_rule (hospital_code, hospital_name, booking_rule, updated_at)
            values (@code, @Name, @rule::jsonb, @now)
            on conflict (hospital_code) do update
            set hospital_name = excluded.hospital_name, booking_rule = excluded.booking_rule, updated_at = excluded.updated_at
            """,
            new { code, request.Name, rule = JsonSerializer.Serialize(rule, JsonSettings.Web), now = clock.GetUtcNow() },
            cancellationToken: cancellationToken));
        return TypedResults.NoContent();
    }
}
