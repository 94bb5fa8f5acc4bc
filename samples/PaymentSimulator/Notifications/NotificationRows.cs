using Dapper;
using Microsoft.Data.Sqlite;
using Yilai.PaymentSimulator.Trades;

namespace Yilai.PaymentSimulator.Notifications;

/// <summary>A notification as the books have it.</summary>
/// <param name="Id">Which one it is.</param>
/// <param name="Url">Where the merchant wants it.</param>
/// <param name="Content">Its parameters as JSON, without those that differ each time it is sent.</param>
/// <param name="Attempts">How often it was sent and not taken.</param>
internal sealed record Notification(long Id, string Url, string Content, long Attempts);

/// <summary>How many notifications there are, and how they stand.</summary>
internal sealed record NotificationCounts(long Waiting, long Taken, long GivenUp);

/// <summary>Notifications in the books.</summary>
internal static class NotificationRows
{
    public static long NextId(SqliteConnection books) => books.QuerySingle<long>("SELECT coalesce(max(id), 0) + 1 FROM notifications");

    public static void Add(SqliteConnection books, long tradeId, string notifyId, Notification notification, DateTimeOffset due) => books.Execute(
        "INSERT INTO notifications (id, tradeId, notifyId, url, content, due) VALUES (@Id, @tradeId, @notifyId, @Url, @Content, @due)",
        new { notification.Id, tradeId, notifyId, notification.Url, notification.Content, due = Stored.Time(due) });

    public static IEnumerable<Notification> Due(SqliteConnection books, DateTimeOffset now, int count) => books.Query<Notification>(
        "SELECT id, url, content, attempts FROM notifications WHERE due <= @now ORDER BY due, id LIMIT @count", new { now = Stored.Time(now), count });

    public static DateTimeOffset? NextDue(SqliteConnection books, DateTimeOffset after) => Stored.Instant(books.QuerySingle<long?>(
        "SELECT min(due) FROM notifications WHERE due > @after", new { after = Stored.Time(after) }));

    public static int SetTaken(SqliteConnection books, long id, DateTimeOffset now) =>
        books.Execute("UPDATE notifications SET due = NULL, takenAt = @now, attempts = attempts + 1 WHERE id = @id", new { id, now = Stored.Time(now) });

    public static int SetNotTaken(SqliteConnection books, long id, DateTimeOffset? due) =>
        books.Execute("UPDATE notifications SET due = @due, attempts = attempts + 1 WHERE id = @id", new { id, due = Stored.Time(due) });

    public static NotificationCounts Count(SqliteConnection books) => books.QuerySingle<NotificationCounts>(
        """
        SELECT count(due) AS waiting, count(takenAt) AS taken, count(*) - count(due) - count(takenAt) AS givenUp FROM notifications
        """);
}
