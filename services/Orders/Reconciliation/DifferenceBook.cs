using Dapper;
using Npgsql;

namespace Yilai.Orders.Reconciliation;

/// <summary>Writes into table <c>difference</c> what a comparison found and what was gone, in the caller's transaction.</summary>
internal static class DifferenceBook
{
    /// <summary>
    /// Lists a difference, once: found again it is the same one, and one that an operator has settled stays so for as long
    /// as both sides say what they said then.
    /// </summary>
    /// <returns>Whether it is new.</returns>
    public static async Task<bool> ListAsync(
        NpgsqlConnection connection, Guid orderId, Difference found, string? trouble, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var id = Guid.CreateVersion7(now);
        var listed = await connection.ExecuteScalarAsync<Guid?>(new CommandDefinition(
            """
            insert into difference (id, order_id, kind, reference, ours, theirs, our_amount, their_amount, state, found_at, seen_at, trouble)
            select @id, @orderId, @kind, @Reference, @Ours, @Theirs, @OurAmount, @TheirAmount, 'open', @now, @now, @trouble
            where not exists (
                select from difference
                where order_id = @orderId and kind = @kind and reference = @Reference and state = 'settled' and ours = @Ours and theirs = @Theirs
                    and our_amount is not distinct from @OurAmount::numeric and their_amount is not distinct from @TheirAmount::numeric)
            on conflict (kind, reference) where state = 'open' do update
            set order_id = excluded.order_id, ours = excluded.ours, theirs = excluded.theirs,
                our_amount = excluded.our_amount, their_amount = excluded.their_amount,
                seen_at = excluded.seen_at, trouble = coalesce(excluded.trouble, difference.trouble)
            returning id
            """,
            new
            {
                id,
                orderId,
                kind = found.Kind.Word(),
                found.Reference,
                found.Ours,
                found.Theirs,
                found.OurAmount,
                found.TheirAmount,
                trouble,
                now,
            },
            cancellationToken: cancellationToken));
        return listed == id;
    }

    /// <summary>Closes what was listed of an order and was not found any more, where the other side was asked.</summary>
    /// <param name="connection">In the caller's transaction.</param>
    /// <param name="orderId">The order.</param>
    /// <param name="sides">Whose books were compared.</param>
    /// <param name="found">What is still there.</param>
    /// <param name="howOf">By which repair it went, as far as that is known.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancellationToken">The caller's.</param>
    /// <returns>How many went.</returns>
    public static async Task<int> CloseAsync(
        NpgsqlConnection connection,
        Guid orderId,
        IReadOnlyCollection<OtherSide> sides,
        IReadOnlyCollection<Difference> found,
        Func<(DifferenceKind Kind, string Reference), string> howOf,
        DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var open = await connection.QueryAsync<(Guid Id, string Kind, string Reference)>(new CommandDefinition(
            "select id, kind, reference from difference where order_id = @orderId and state = 'open' and kind = any(@kinds)",
            new { orderId, kinds = DifferenceKinds.WordsOf(sides) },
            cancellationToken: cancellationToken));
        var gone = open
            .Select(o => (o.Id, Key: (Kind: Words.Parse<DifferenceKind>(o.Kind), o.Reference)))
            .Where(o => found.All(f => f.Key != o.Key))
            .ToArray();
        foreach (var (id, key) in gone)
        {
            await connection.ExecuteAsync(new CommandDefinition(
                "update difference set state = 'repaired', repaired_at = @now, repair = @how, trouble = null where id = @id and state = 'open'",
                new { id, now, how = howOf(key) },
                cancellationToken: cancellationToken));
        }

        return gone.Length;
    }
}
