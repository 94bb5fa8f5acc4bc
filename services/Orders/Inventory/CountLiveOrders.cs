using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Yilai.Orders.Inventory;

/// <summary>Internal: how many live orders stand on a department, which must be none before it can go.</summary>
internal static class CountLiveOrders
{
    public sealed record Answer(long Count);

    public static async Task<Ok<Answer>> HandleAsync(
        string code, string department, NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return TypedResults.Ok(new Answer(await connection.ExecuteScalarAsync<long>(new CommandDefinition(
            """
            select count(*) from order_info
            where hospital_code = @code and department_code = @department and order_status in (0, 1, 2)
            """,
            new { code, department },
            cancellationToken: cancellationToken))));
    }
}
