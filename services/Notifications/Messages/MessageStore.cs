using Dapper;
using Npgsql;
using Yilai.ServiceDefaults.Paging;

namespace Yilai.Notifications.Messages;

/// <summary>The messages that accounts read on the site.</summary>
internal sealed class MessageStore(NpgsqlDataSource database, TimeProvider clock)
{
    private const string Filter = "from message where user_id = @userId and (not @unreadOnly or read_at is null)";

    public async Task<MessagePage> ListAsync(Guid userId, bool unreadOnly, PageRequest page, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<Row>(new CommandDefinition(
            $"select id, template, order_id, waitlist_entry_id, title, text, created_at, read_at {Filter} order by id desc limit @Size offset @Skip",
            new { userId, unreadOnly, page.Size, page.Skip },
            cancellationToken: cancellationToken));
        var total = await connection.ExecuteScalarAsync<long>(new CommandDefinition(
            $"select count(*) {Filter}", new { userId, unreadOnly }, cancellationToken: cancellationToken));
        return new MessagePage(
            [.. rows.Select(r => new MessageAnswer(r.Id, r.Template, r.OrderId, r.WaitlistEntryId, r.Title, r.Text, r.CreatedAt, r.ReadAt is not null))],
            page.Number,
            page.Size,
            total,
            await CountUnreadAsync(connection, userId, cancellationToken));
    }

    public async Task<long> CountUnreadAsync(Guid userId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await CountUnreadAsync(connection, userId, cancellationToken);
    }

    /// <summary>Marks a message of the account as read; false when it has no such message.</summary>
    public async Task<bool> MarkReadAsync(Guid userId, Guid id, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteAsync(new CommandDefinition(
            "update message set read_at = coalesce(read_at, @now) where id = @id and user_id = @userId",
            new { id, userId, now = clock.GetUtcNow() },
            cancellationToken: cancellationToken)) == 1;
    }

    private static Task<long> CountUnreadAsync(NpgsqlConnection connection, Guid userId, CancellationToken cancellationToken) =>
        connection.ExecuteScalarAsync<long>(new CommandDefinition(
            "select count(*) from message where user_id = @userId and read_at is null", new { userId }, cancellationToken: cancellationToken));

    private sealed record Row(Guid Id, string Template, Guid? OrderId, Guid? WaitlistEntryId, string Title, string Text, DateTime CreatedAt, DateTime? ReadAt);
}
