using Microsoft.AspNetCore.Http.HttpResults;
using Yilai.ServiceDefaults.Paging;
using Yilai.ServiceDefaults.Security;

namespace Yilai.Notifications.Messages;

internal static class ListMessages
{
    public static async Task<Ok<MessagePage>> HandleAsync(
        bool? unread, PageRequest page, CurrentUser user, MessageStore messages, CancellationToken cancellationToken) =>
        TypedResults.Ok(await messages.ListAsync(user.Id, unread ?? false, page, cancellationToken));
}
