namespace Yilai.Notifications.Messages;

/// <summary>A message to an account.</summary>
/// <param name="Id">The message's id.</param>
/// <param name="Template">What kind of message it is, such as <c>order-placed</c>.</param>
/// <param name="OrderId">The order it is about.</param>
/// <param name="WaitlistEntryId">The entry of the waitlist it is about, where there is no order.</param>
/// <param name="Title">Its title.</param>
/// <param name="Text">Its text.</param>
/// <param name="CreatedAt">The UTC instant at which it came.</param>
/// <param name="IsRead">Whether the account has read it.</param>
internal sealed record MessageAnswer(Guid Id, string Template, Guid? OrderId, Guid? WaitlistEntryId, string Title, string Text, DateTimeOffset CreatedAt, bool IsRead);

/// <summary>One page of an account's messages, newest first.</summary>
/// <param name="Items">The page's messages.</param>
/// <param name="Page">The page's number, from 1.</param>
/// <param name="Size">How many messages a page holds.</param>
/// <param name="Total">How many there are in all.</param>
/// <param name="Unread">How many the account has not read.</param>
internal sealed record MessagePage(IReadOnlyList<MessageAnswer> Items, int Page, int Size, long Total, long Unread);

/// <summary>How many messages an account has not read.</summary>
internal sealed record UnreadCount(long Unread);
