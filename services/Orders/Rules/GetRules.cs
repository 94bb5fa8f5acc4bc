using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using Yilai.ServiceDefaults.Errors;

namespace Yilai.Orders.Rules;

/// <summary>The rules in force, as data: what a page shows before the last click, and what is enforced.</summary>
internal static class GetRules
{
    public static async Task<Results<Ok<HospitalRules>, ProblemHttpResult>> HandleAsync(
        string code, NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await FindAsync(connection, code, cancellationToken) is { } rules
            ? TypedResults.Ok(rules)
            : Problems.NotFound("hospital-not-found", "没有这家医院。");
    }

    public static async Task<HospitalRules?> FindAsync(NpgsqlConnection connection, string code, CancellationToken cancellationToken)
    {
        var stored = await connection.QuerySingleOrDefaultAsync<Stored>(new CommandDefinition(
            "select booking_rule, platform_rule from hospital_rule where hospital_code = @code",
            new { code },
            cancellationToken: cancellationToken));
        return stored is null ? null : HospitalRules.Of(code, stored.BookingRule, stored.PlatformRule);
    }

    private sealed record Stored(string BookingRule, string PlatformRule);
}
