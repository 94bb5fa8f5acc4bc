using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using Yilai.ServiceDefaults.Paging;
using Yilai.ServiceDefaults.Security;

namespace Yilai.Orders.Waitlist;

/// <summary>What the caller waits for or has waited for, the newest first.</summary>
internal static class ListWaitlist
{
    public static async Task<Ok<Page<WaitlistView>>> HandleAsync(
        PageRequest page, CurrentUser user, NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var results = await connection.QueryMultipleAsync(new CommandDefinition(
            $"""
            select count(*) from waitlist_entry where user_id = @Id and status <> 'left';
            {WaitlistEntry.Select} where e.user_id = @Id and e.status <> 'left' order by e.sequence desc limit @Size offset @Skip;
            """,
            new { user.Id, page.Size, page.Skip },
            cancellationToken: cancellationToken));
        var total = await results.ReadSingleAsync<long>();
        var rows = await results.ReadAsync<WaitlistEntry>();
        return TypedResults.Ok(new Page<WaitlistView>([.. rows.Select(WaitlistView.Of)], page.Number, page.Size, total));
    }
}
