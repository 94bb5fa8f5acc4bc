using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using Yilai.ServiceDefaults.Errors;
using Yilai.ServiceDefaults.Paging;

namespace Yilai.Orders.Reconciliation.List;

/// <summary>The differences, the newest first, all or those in one state or of one kind.</summary>
internal static class ListDifferences
{
    public static async Task<Results<Ok<Page<DifferenceView>>, ProblemHttpResult>> HandleAsync(
        string? state,
        string? kind,
        PageRequest page,
        NpgsqlDataSource database,
        CancellationToken cancellationToken)
    {
        var (ofState, ofKind) = (Wanted(state), Wanted(kind));
        var errors = new FieldErrors()
            .Require(ofState is null || Words.TryParse<DifferenceState>(ofState, out _), "state", "没有这个状态。")
            .Require(ofKind is null || Words.TryParse<DifferenceKind>(ofKind, out _), "kind", "没有这类差异。");
        if (errors.Any)
        {
            return errors.ToProblem();
        }

        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var results = await connection.QueryMultipleAsync(new CommandDefinition(
            $"""
            select count(*) from difference d
            where (@ofState::text is null or d.state = @ofState) and (@ofKind::text is null or d.kind = @ofKind);

            select {DifferenceRow.Columns} from difference d join order_info o on o.id = d.order_id
            where (@ofState::text is null or d.state = @ofState) and (@ofKind::text is null or d.kind = @ofKind)
            order by d.found_at desc, d.id desc limit @Size offset @Skip;
            """,
            new { ofState, ofKind, page.Size, page.Skip },
            cancellationToken: cancellationToken));
        var total = await results.ReadSingleAsync<long>();
        var rows = await results.ReadAsync<DifferenceRow>();
        return TypedResults.Ok(new Page<DifferenceView>([.. rows.Select(r => r.ToView())], page.Number, page.Size, total));
    }

    private static string? Wanted(string? word) => string.IsNullOrEmpty(word) ? null : word;
}
