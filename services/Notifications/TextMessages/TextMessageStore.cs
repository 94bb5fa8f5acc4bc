using Dapper;
using Microsoft.Extensions.Options;
using Npgsql;
using Yilai.ServiceDefaults.Privacy;

namespace Yilai.Notifications.TextMessages;

/// <summary>The records of text messages.</summary>
internal sealed class TextMessageStore(NpgsqlDataSource database, IOptions<TextMessageOptions> options, TimeProvider clock)
{
    /// <summary>Records a message that is being sent at once.</summary>
    public async Task<Guid> StartAsync(string template, string phone, string? text, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        await ExecuteAsync(
            """
            insert into text_message (id, template, phone, text, status, attempts, created_at, claimed_at)
            values (@id, @template, @Phone, @text, 'sending', 1, @now, @now)
            """,
            new { id, template, Phone = Masking.MaskPhone(phone), text, now },
            cancellationToken);
        return id;
    }

    /// <summary>Takes the message of an event for sending; nobody else does until it succeeds, fails or times out.</summary>
    /// <returns>Its id, or null when it is not to be sent now.</returns>
    public async Task<Guid?> ClaimAsync(Guid eventId, string template, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<Guid?>(new CommandDefinition(
            """
            update text_message set status = 'sending', attempts = attempts + 1, claimed_at = @now
            where event_id = @eventId and template = @template
                and (status in ('waiting', 'failed') or (status = 'sending' and claimed_at < @Dead))
            returning id
            """,
            new { eventId, template, now, Dead = now - options.Value.SendingTimeout },
            cancellationToken: cancellationToken));
    }

    /// <summary>Whether nothing is left to do for the message of an event.</summary>
    public async Task<bool> IsDoneAsync(Guid eventId, string template, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<bool>(new CommandDefinition(
            "select exists (select from text_message where event_id = @eventId and template = @template and status in ('sent', 'unreachable'))",
            new { eventId, template },
            cancellationToken: cancellationToken));
    }

    public Task SucceedAsync(Guid id, string phone, CancellationToken cancellationToken) =>
        ExecuteAsync(
            "update text_message set status = 'sent', phone = @Phone, error = null, sent_at = @Now where id = @id",
            new { id, Phone = Masking.MaskPhone(phone), Now = clock.GetUtcNow() },
            cancellationToken);

    /// <param name="id">The record.</param>
    /// <param name="error">What kind of failure it was; never a message that may quote the phone number.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public Task FailAsync(Guid id, string error, CancellationToken cancellationToken) =>
        ExecuteAsync("update text_message set status = 'failed', error = @error where id = @id", new { id, error }, cancellationToken);

    public Task GiveUpAsync(Guid id, string error, CancellationToken cancellationToken) =>
        ExecuteAsync("update text_message set status = 'unreachable', error = @error where id = @id", new { id, error }, cancellationToken);

    private async Task ExecuteAsync(string sql, object parameters, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken));
    }
}
