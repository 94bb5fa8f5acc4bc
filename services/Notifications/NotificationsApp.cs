using Microsoft.AspNetCore.Mvc;
using Yilai.Contracts;
using Yilai.Contracts.Events;
using Yilai.Notifications.Messages;
using Yilai.Notifications.Orders;
using Yilai.Notifications.Templates;
using Yilai.Notifications.TextMessages;
using Yilai.ServiceDefaults;
using Yilai.ServiceDefaults.Events;
using Yilai.ServiceDefaults.Invocation;
using Yilai.ServiceDefaults.Postgres;
using Yilai.ServiceDefaults.Secrets;
using Yilai.ServiceDefaults.Security;

namespace Yilai.Notifications;

/// <summary>The service: messages on the site and text messages.</summary>
internal static class NotificationsApp
{
    /// <param name="args">The command line.</param>
    /// <param name="configure">What a test sets before anything is read.</param>
    public static async Task<WebApplication> CreateAsync(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(args);
        configure?.Invoke(builder);
        await builder.AddServiceDefaultsAsync(AppIds.Notifications, SecretNames.Postgres);
        builder.AddPostgres("notifications");
        var services = builder.Services;
        services.AddServiceClient(AppIds.Identity);
        services.AddOptions<TextMessageOptions>().BindConfiguration(TextMessageOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<TemplateStore>().AddSingleton<MessageStore>().AddSingleton<TextMessageStore>();
        services.AddSingleton<TextMessageSender>().AddSingleton<OrderNotifier>();

        var app = builder.Build();
        app.UseServiceDefaults();
        MapMessages(app);
        app.MapPost("/internal/text-messages", SendTextMessage.HandleAsync).ExcludeFromDescription();
        MapEvents(app);
        return app;
    }

    private static void MapMessages(WebApplication app)
    {
        var messages = app.MapGroup("/api/me/messages").WithTags("Messages").RequireUser()
            .ProducesProblem(StatusCodes.Status401Unauthorized);
        messages.MapGet("", ListMessages.HandleAsync).WithName("listMessages").Produces<MessagePage>();
        messages.MapGet("/unread-count", CountUnread.HandleAsync).WithName("countUnreadMessages").Produces<UnreadCount>();
        messages.MapPost("/{id}/read", MarkRead.HandleAsync).WithName("markMessageRead")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static void MapEvents(WebApplication app)
    {
        MapNotice<OrderPlaced>(app, OrderNotice.Of);
        MapNotice<OrderConfirmed>(app, OrderNotice.Of);
        MapNotice<OrderPaid>(app, OrderNotice.Of);
        MapNotice<OrderClosed>(app, OrderNotice.Of);
        MapNotice<OrderRefunded>(app, OrderNotice.Of);
        MapNotice<VisitDue>(app, OrderNotice.Of);
        MapNotice<BookingBanned>(app, OrderNotice.Of);
        MapNotice<WaitlistOffered>(app, OrderNotice.Of);
        MapNotice<WaitlistClosed>(app, OrderNotice.Of);
    }

    private static void MapNotice<TEvent>(WebApplication app, Func<TEvent, OrderNotice> notice)
        where TEvent : IIntegrationEvent =>
        app.MapTopic<TEvent>(([FromBody] TEvent message, OrderNotifier notifier, CancellationToken cancellationToken) =>
            notifier.TellAsync(notice(message), cancellationToken));
}
