using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using Yilai.Orders.Lifecycle;
using Yilai.ServiceDefaults.Errors;
using Yilai.ServiceDefaults.Paging;
using Yilai.ServiceDefaults.Security;

namespace Yilai.Orders.Reading;

/// <summary>The caller's orders, the newest first, all or those in one state.</summary>
internal static class ListOrders
{
    public static async Task<Results<Ok<Page<OrderView>>, ProblemHttpResult>> HandleAsync(
        string? status, PageRequest page, CurrentUser user, NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        short? wanted = null;
        if (!string.IsNullOrEmpty(status))
        {
            if (!Words.TryParse<OrderStatus>(status, out var parsed))
            {
                return new FieldErrors().Require(false, "status", "没有这个订单状态。").ToProblem();
            }

            wanted = (short)parsed;
        }

        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var results = await connection.QueryMultipleAsync(new CommandDefinition(
            """
            select count(*) from order_info
            where user_id = @Id and (@wanted::smallint is null or order_status = @wanted);

            select * from order_info
            where user_id = @Id and (@wanted::smallint is null or order_status = @wanted)
            order by created_at desc, id desc
            limit @Size offset @Skip;
            """,
            new { user.Id, wanted, page.Size, page.Skip },
            cancellationToken: cancellationToken));
        var total = await results.ReadSingleAsync<long>();
        var rows = await results.ReadAsync<OrderRow>();
        return TypedResults.Ok(new Page<OrderView>([.. rows.Select(r => OrderView.Of(r))], page.Number, page.Size, total));
    }
}
