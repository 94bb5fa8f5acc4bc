using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using Yilai.ServiceDefaults.Errors;

namespace Yilai.Orders.Reconciliation.List;

/// <summary>
/// An operator has seen to a difference: it is listed no more as long as both sides say what they say now. It changes nothing
/// but the list. The same again changes nothing.
/// </summary>
internal static class SettleDifference
{
    private const int MaxNote = 500;
    private const string ByKey = "operator-key";

    /// <summary>What was done about it.</summary>
    /// <param name="Note">1 to 500 characters, for whoever reads it later; nothing personal.</param>
    public sealed record SettlementRequest(string? Note);

    public static async Task<Results<Ok<DifferenceView>, ProblemHttpResult>> HandleAsync(
        string id,
        SettlementRequest request,
        NpgsqlDataSource database,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        var note = request.Note?.Trim();
        var errors = new FieldErrors()
            .Require(!string.IsNullOrEmpty(note), "note", "请说明如何处理。")
            .RequireText(note, MaxNote, "note");
        if (errors.Any)
        {
            return errors.ToProblem();
        }

        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (!Guid.TryParse(id, out var differenceId) || await DifferenceRow.LockAsync(connection, differenceId, cancellationToken) is not { } row)
        {
            return Problems.NotFound("difference-not-found", "没有这条差异。");
        }

        if (row.State != DifferenceState.Open.Word())
        {
            return row.Note == note ? TypedResults.Ok(row.ToView()) : Problems.Conflict("difference-closed", "此差异已经关闭。");
        }

        await connection.ExecuteAsync(new CommandDefinition(
            "update difference set state = 'settled', settled_by = @ByKey, settled_at = @now, note = @note where id = @differenceId",
            new { differenceId, ByKey, now = clock.GetUtcNow(), note },
            cancellationToken: cancellationToken));
        var settled = (await DifferenceRow.LockAsync(connection, differenceId, cancellationToken))!;
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Ok(settled.ToView());
    }
}
