using Microsoft.AspNetCore.Http.HttpResults;
using Yilai.ServiceDefaults.Security;

namespace Yilai.Notifications.Messages;

internal static class CountUnread
{
    public static async Task<Ok<UnreadCount>> HandleAsync(CurrentUser user, MessageStore messages, CancellationToken cancellationToken) =>
        TypedResults.Ok(new UnreadCount(await messages.CountUnreadAsync(user.Id, cancellationToken)));
}
