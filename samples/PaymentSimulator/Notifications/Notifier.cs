using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Yilai.PaymentSimulator.Books;

namespace Yilai.PaymentSimulator.Notifications;

/// <summary>Sends what is due, again and again until the merchant takes it or the waits are used up.</summary>
internal sealed partial class Notifier(
    BookFile books, NotificationDesk desk, SendNotification send, SimulatorSettings settings, TimeProvider time, ILogger<Notifier> logger) : BackgroundService
{
    private const int MostAtOnce = 64;

    // A clock that is set back must not let a notification wait for ever.
    private static readonly TimeSpan LongestSleep = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<long, Task> underway = new();

    /// <summary>Whether something is being sent at this moment.</summary>
    public bool IsBusy => !underway.IsEmpty;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var now = time.GetUtcNow();
            var (due, next) = books.Read(b => (
                NotificationRows.Due(b, now, MostAtOnce * 2).Where(notification => !underway.ContainsKey(notification.Id)).Take(MostAtOnce - underway.Count).ToList(),
                NotificationRows.NextDue(b, now)));
            foreach (var notification in due)
            {
                // In the list before it begins, so that it is not taken out of it before it is in.
                var begin = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                underway[notification.Id] = DeliverAsync(notification, begin.Task, stoppingToken);
                begin.SetResult();
            }

            await SleepAsync(next - now, stoppingToken);
        }

        await Task.WhenAll(underway.Values);
    }

    private async Task SleepAsync(TimeSpan? wait, CancellationToken stoppingToken)
    {
        try
        {
            // Not a read: one given up on would take the next news with it.
            await desk.News.WaitToReadAsync(stoppingToken).AsTask().WaitAsync(wait is { } some && some < LongestSleep ? some : LongestSleep, time, stoppingToken);
            desk.News.TryRead(out _);
        }
        catch (TimeoutException)
        {
            // Something is due.
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The loop ends.
        }
    }

    private async Task DeliverAsync(Notification notification, Task begin, CancellationToken stoppingToken)
    {
        await begin;
        try
        {
            if (await send.RunAsync(notification, stoppingToken))
            {
                await books.ChangeAsync(b => NotificationRows.SetTaken(b, notification.Id, time.GetUtcNow()));
                return;
            }

            var wait = settings.Waits.After((int)notification.Attempts + 1);
            if (wait is null)
            {
                LogGivenUp(notification.Id, notification.Attempts + 1);
            }

            await books.ChangeAsync(b => NotificationRows.SetNotTaken(b, notification.Id, time.GetUtcNow() + wait));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // It is still due when the simulator starts again.
        }
        catch (SqliteException exception)
        {
            // Not written down, so it is still due and comes again: at least once.
            LogNotWritten(notification.Id, exception);
        }
        finally
        {
            underway.TryRemove(notification.Id, out _);
            desk.Wake();
        }
    }

    [LoggerMessage(LogLevel.Error, "What became of notification {Id} could not be written down")]
    private partial void LogNotWritten(long id, Exception exception);

    [LoggerMessage(LogLevel.Warning, "Notification {Id} was not taken {Attempts} times and is given up")]
    private partial void LogGivenUp(long id, long attempts);
}
