using Microsoft.AspNetCore.Http.HttpResults;
using Yilai.ServiceDefaults.Errors;
using Yilai.ServiceDefaults.Security;

namespace Yilai.Notifications.Messages;

internal static class MarkRead
{
    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(
        string id, CurrentUser user, MessageStore messages, CancellationToken cancellationToken) =>
        Guid.TryParse(id, out var messageId) && await messages.MarkReadAsync(user.Id, messageId, cancellationToken)
            ? TypedResults.NoContent()
            : Problems.NotFound("message-not-found", "没有这条消息。");
}
