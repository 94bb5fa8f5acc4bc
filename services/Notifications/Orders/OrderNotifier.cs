using Dapper;
using Dapr;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using Yilai.Contracts;
using Yilai.Notifications.Templates;
using Yilai.Notifications.TextMessages;
using Yilai.ServiceDefaults.Errors;
using Yilai.ServiceDefaults.Invocation;

namespace Yilai.Notifications.Orders;

/// <summary>
/// Tells an account what happened to its order: once on the site, once by text message, however often the event comes.
/// The records are committed before anything is sent, and no transaction is open while it is.
/// </summary>
internal sealed partial class OrderNotifier(
    NpgsqlDataSource database,
    TemplateStore templates,
    TextMessageStore textMessages,
    TextMessageSender sender,
    [FromKeyedServices(AppIds.Identity)] ServiceClient identity,
    TimeProvider clock,
    ILogger<OrderNotifier> logger)
{
    /// <returns>2xx when all is done; 5xx asks the broker to bring the event again.</returns>
    public async Task<Results<Ok, ProblemHttpResult>> TellAsync(OrderNotice notice, CancellationToken cancellationToken)
    {
        var template = await templates.FindAsync(notice.Template, cancellationToken)
            ?? throw new InvalidOperationException($"Template '{notice.Template}' is missing.");
        var text = template.Render(notice.Values);
        await RecordAsync(notice, template, text, cancellationToken);
        if (await textMessages.ClaimAsync(notice.EventId, notice.Template, cancellationToken) is not { } id)
        {
            return await textMessages.IsDoneAsync(notice.EventId, notice.Template, cancellationToken)
                ? TypedResults.Ok()
                : Problems.Unavailable("短信正在发送。");
        }

        try
        {
            return await SendAsync(id, notice.UserId, text, cancellationToken);
        }
        catch (Exception e) when (e is DaprException or HttpRequestException or OperationCanceledException)
        {
            await textMessages.FailAsync(id, e is DaprException ? "binding-failed" : "contact-not-answered", CancellationToken.None);
            Failed(logger, id, e.GetType().Name);
            return Problems.Unavailable("短信暂时无法发送。");
        }
    }

    private async Task<Results<Ok, ProblemHttpResult>> SendAsync(Guid id, Guid userId, string text, CancellationToken cancellationToken)
    {
        if (await identity.FindAsync<Contact>($"internal/users/{userId}/contact", cancellationToken) is not { } contact)
        {
            // Nobody to tell; coming again would not help.
            await textMessages.GiveUpAsync(id, "no-contact", cancellationToken);
            NoContact(logger, id, userId);
            return TypedResults.Ok();
        }

        await sender.SendAsync(id, contact.Phone, text, cancellationToken);
        await textMessages.SucceedAsync(id, contact.Phone, CancellationToken.None);
        return TypedResults.Ok();
    }

    private async Task RecordAsync(OrderNotice notice, Template template, string text, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            with told as (
                insert into message (id, user_id, event_id, template, order_id, waitlist_entry_id, title, text, created_at)
                values (@MessageId, @UserId, @EventId, @Template, @OrderId, @WaitlistEntryId, @Title, @text, @now)
                on conflict do nothing)
            insert into text_message (id, event_id, user_id, template, text, status, created_at)
            values (@TextMessageId, @EventId, @UserId, @Template, @text, 'waiting', @now)
            on conflict do nothing
            """,
            new
            {
                MessageId = Guid.CreateVersion7(now),
                TextMessageId = Guid.CreateVersion7(now),
                notice.UserId,
                notice.EventId,
                notice.Template,
                notice.OrderId,
                notice.WaitlistEntryId,
                template.Title,
                text,
                now,
            },
            cancellationToken: cancellationToken));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Text message {Id} failed with {Kind}; it will be tried again")]
    private static partial void Failed(ILogger logger, Guid id, string kind);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Text message {Id} has nobody to go to: user {User} is unknown")]
    private static partial void NoContact(ILogger logger, Guid id, Guid user);

    private sealed record Contact(string Phone);
}
