using Microsoft.Extensions.Options;
using Npgsql;
using Yilai.Orders.Reconciliation.Comparisons;

namespace Yilai.Orders.Reconciliation;

/// <summary>What came of comparing an order.</summary>
/// <param name="IsReached">Whether everybody said how it stands, and it stood still meanwhile.</param>
/// <param name="Found">Differences that are new in the list.</param>
/// <param name="Repaired">Differences that are gone from it.</param>
internal sealed record Compared(bool IsReached, int Found, int Repaired);

/// <summary>
/// Compares one order with everybody's books, lists what differs, repairs what can do no harm, and compares again. Nothing
/// is locked while others are asked: if our books have changed when they have answered, the question is asked anew.
/// </summary>
internal sealed class CompareOrder(
    NpgsqlDataSource database, AskOthers others, Repairs repairs, IOptions<ReconciliationOptions> options, TimeProvider clock)
{
    private const int MaxRounds = 5;

    public async Task<Compared> RunAsync(Guid orderId, Silences silences, CancellationToken cancellationToken)
    {
        var tried = new Dictionary<(DifferenceKind, string), (string Repair, string? Trouble)>();
        var (found, repaired) = (0, 0);
        for (var round = 0; round < MaxRounds; round++)
        {
            if (await ReadAsync(orderId, cancellationToken) is not { } ours)
            {
                return new Compared(IsReached: true, found, repaired);
            }

            var (sides, differences) = await AskAsync(ours, silences, cancellationToken);
            if (await WriteAsync(ours, sides, differences, tried, cancellationToken) is not { } written)
            {
                continue;
            }

            (found, repaired) = (found + written.Found, repaired + written.Repaired);
            var due = differences.Where(d => d.Repair is not null && !tried.ContainsKey(d.Key)).ToArray();
            if (due.Length == 0)
            {
                return new Compared(written.IsReached, found, repaired);
            }

            foreach (var difference in due)
            {
                tried[difference.Key] = (difference.Repair!.Word, await repairs.TryAsync(difference, difference.Repair, cancellationToken));
            }
        }

        return new Compared(IsReached: false, found, repaired);
    }

    private async Task<(IReadOnlyCollection<OtherSide> Sides, IReadOnlyList<Difference> Found)> AskAsync(
        OrderBooks ours, Silences silences, CancellationToken cancellationToken)
    {
        List<OtherSide> sides = [OtherSide.Ourselves];
        List<Difference> found = [.. CompareOwnBooks.Run(ours)];
        var settledBefore = clock.GetUtcNow() - options.Value.Grace;
        if (await others.ProviderAsync(ours, silences, cancellationToken) is { } provider)
        {
            sides.Add(OtherSide.Provider);
            found.AddRange(ComparePayments.Run(ours, provider, settledBefore));
        }

        if (await others.HospitalAsync(ours.Order, silences, cancellationToken) is { } hospital)
        {
            sides.Add(OtherSide.Hospital);
            found.AddRange(CompareHospital.Run(ours.Order, hospital, settledBefore));
        }

        return (sides, found);
    }

    private async Task<OrderBooks?> ReadAsync(Guid orderId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await OrderBooks.ReadAsync(connection, orderId, cancellationToken);
    }

    /// <returns>What was written; null when our books have changed since they were read, and nothing was.</returns>
    private async Task<Compared?> WriteAsync(
        OrderBooks ours,
        IReadOnlyCollection<OtherSide> sides,
        IReadOnlyList<Difference> differences,
        Dictionary<(DifferenceKind, string), (string Repair, string? Trouble)> tried,
        CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var id = ours.Order.Id;
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (await OrderBooks.ReadAsync(connection, id, cancellationToken) is not { } again || !again.Says(ours))
        {
            return null;
        }

        var found = 0;
        foreach (var difference in differences)
        {
            var trouble = tried.GetValueOrDefault(difference.Key).Trouble;
            found += await DifferenceBook.ListAsync(connection, id, difference, trouble, now, cancellationToken) ? 1 : 0;
        }

        var repaired = await DifferenceBook.CloseAsync(
            connection, id, sides, differences, key => tried.GetValueOrDefault(key).Repair ?? Repair.None, now, cancellationToken);
        var isReached = sides.Count == Enum.GetValues<OtherSide>().Length;
        if (isReached)
        {
            await DueOrders.DoneAsync(connection, id, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return new Compared(isReached, found, repaired);
    }
}
