using Microsoft.AspNetCore.Mvc;
using Yilai.Contracts;
using Yilai.Contracts.Events;
using Yilai.Notifications.Messages;
using Yilai.Notifications.Orders;
using Yilai.Notifications.Templates;
using Yilai.Notifications.TextMessages;
using Yilai.ServiceDefaults.Events;
using Yilai.ServiceDefaults.Invocation;
using Yilai.ServiceDefaults.Postgres;
using Yilai.ServiceDefaults.Security;

namespace Yilai.Notifications;

internal static class NotificationsExtensions
{
    public static void AddNotifications(this WebApplicationBuilder builder)
    {
        builder.AddPostgres("notifications");
        var services = builder.Services;
        services.AddServiceClient(AppIds.Identity);
        services.AddOptions<TextMessageOptions>().BindConfiguration(TextMessageOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<TemplateStore>().AddSingleton<MessageStore>().AddSingleton<TextMessageStore>();
        services.AddSingleton<TextMessageSender>().AddSingleton<OrderNotifier>();
    }

    public static void MapNotifications(this WebApplication app)
    {
        var messages = app.MapGroup("/api/me/messages").WithTags("Messages").RequireUser()
            .ProducesProblem(StatusCodes.Status401Unauthorized);
        messages.MapGet("", ListMessages.HandleAsync).WithName("listMessages").Produces<MessagePage>();
        messages.MapGet("/unread-count", CountUnread.HandleAsync).WithName("countUnreadMessages").Produces<UnreadCount>();
        messages.MapPost("/{id}/read", MarkRead.HandleAsync).WithName("markMessageRead")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status404NotFound);

        app.MapPost("/internal/text-messages", SendTextMessage.HandleAsync).ExcludeFromDescription();

        app.MapTopic<OrderPlaced>(([FromBody] OrderPlaced message, OrderNotifier notifier, CancellationToken cancellationToken) =>
            notifier.TellAsync(OrderNotice.Of(message), cancellationToken));
        app.MapTopic<OrderConfirmed>(([FromBody] OrderConfirmed message, OrderNotifier notifier, CancellationToken cancellationToken) =>
            notifier.TellAsync(OrderNotice.Of(message), cancellationToken));
        app.MapTopic<OrderClosed>(([FromBody] OrderClosed message, OrderNotifier notifier, CancellationToken cancellationToken) =>
            notifier.TellAsync(OrderNotice.Of(message), cancellationToken));
    }
}
