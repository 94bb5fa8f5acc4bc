using System.Diagnostics;
using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using Yilai.Contracts.Events;
using Yilai.Orders.Inventory;
using Yilai.Orders.Lifecycle;
using Yilai.Orders.Payments;
using Yilai.Orders.Rules;
using Yilai.ServiceDefaults.Events;
using Yilai.ServiceDefaults.Privacy;

namespace Yilai.Orders.Booking;

/// <summary>
/// What makes orders, all or nothing: rules, numbers, orders, timelines, idempotency keys, events; those without a fee are paid.
/// Each statement serves all the wishes of the transaction, which are of different accounts. Locks: first the users', which line up
/// an account's own requests, last the schedules' rows, which are held for two more statements and a commit.
/// </summary>
internal static class BookingTransaction
{
    /// <summary>Books a number that anybody can have.</summary>
    public static Task<BookingOutcome> RunAsync(NpgsqlConnection connection, Wish wish, DateTimeOffset now, CancellationToken cancellationToken) =>
        RunAsync(connection, wish, now, BookableNumbers.TakeAsync, cancellationToken);

    /// <summary>Books the number that the caller comes by.</summary>
    public static async Task<BookingOutcome> RunAsync(
        NpgsqlConnection connection, Wish wish, DateTimeOffset now, TakeNumbers numbers, CancellationToken cancellationToken) =>
        (await RunAsync(connection, [wish], now, numbers, cancellationToken))[wish];

    public static async Task<IReadOnlyDictionary<Wish, BookingOutcome>> RunAsync(
        NpgsqlConnection connection, IReadOnlyList<Wish> wishes, DateTimeOffset now, TakeNumbers numbers, CancellationToken cancellationToken)
    {
        var outcomes = new Dictionary<Wish, BookingOutcome>(ReferenceEqualityComparer.Instance);
        await LockUsersAsync(connection, wishes.Select(w => w.Request.UserId), cancellationToken);
        Note(outcomes, wishes, await IdempotencyKey.ReplayAsync(connection, [.. wishes.Select(w => w.Request)], cancellationToken));

        var schedules = await BookableSchedule.FindAsync(connection, KeysOf(Left()), cancellationToken);
        Note(outcomes, Left(), [.. Left().Select(w => Of(WhyNotOpen(schedules, w, now)))]);

        var judged = Left();
        Note(outcomes, judged, [.. (await LimitsAsync(judged)).Select(Of)]);

        var wanted = Left();
        var taken = (wanted.Length == 0 ? [] : await numbers(connection, [.. wanted.Select(w => schedules[w.Request.Schedule])], cancellationToken))
            .Zip(wanted).ToLookup(t => t.First is not null);
        if (taken[false].Any())
        {
            // Sold out, or the hospital changed or removed it in this moment: what it is now says why.
            var changed = await BookableSchedule.FindAsync(connection, KeysOf(taken[false].Select(t => t.Second)), cancellationToken);
            foreach (var (_, wish) in taken[false])
            {
                outcomes[wish] = WhyNotOpen(changed, wish, now) ?? BookingProblems.SoldOut(wish.Request.Schedule);
            }
        }

        if (taken[true].ToArray() is { Length: > 0 } booked)
        {
            var orders = await InsertOrders.RunAsync(
                connection,
                [.. booked.Select(b => (OrderOf(b.Second, schedules[b.Second.Request.Schedule], b.First!.Value, now), b.Second.Request))],
                now,
                cancellationToken);
            await Outbox.AddEachAsync(connection, [.. orders.Zip(booked, (o, b) => (EventOf(o, now), b.Second.Cause))], cancellationToken);
            foreach (var (order, (_, wish)) in orders.Zip(booked))
            {
                outcomes[wish] = order.Amount > 0 || wish.Request.Instead is not null ? order : await PaidAsync(connection, order, wish.Cause, now, cancellationToken);
            }
        }

        return outcomes;

        Wish[] Left() => [.. wishes.Where(w => !outcomes.ContainsKey(w))];

        async Task<IReadOnlyList<ProblemHttpResult?>> LimitsAsync(Wish[] wishes) => wishes.Length == 0
            ? []
            : await PatientLimits.CheckAsync(connection, [.. wishes.Select(w => (w.Request, schedules[w.Request.Schedule]))], now, cancellationToken);
    }

    /// <summary>Lines up what concerns an account's bookings and bans; taken before any other lock.</summary>
    public static Task LockUserAsync(NpgsqlConnection connection, Guid userId, CancellationToken cancellationToken) =>
        LockUsersAsync(connection, [userId], cancellationToken);

    /// <summary>In one order everywhere, so that two transactions do not wait for each other.</summary>
    private static Task<int> LockUsersAsync(NpgsqlConnection connection, IEnumerable<Guid> userIds, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(new CommandDefinition(
            "select pg_advisory_xact_lock(hashtextextended(name, 0)) from unnest(@names) as name",
            new { names = userIds.Order().Select(id => $"booking of {id}").ToArray() },
            cancellationToken: cancellationToken));

    private static void Note(Dictionary<Wish, BookingOutcome> outcomes, IReadOnlyList<Wish> wishes, IReadOnlyList<BookingOutcome?> known)
    {
        foreach (var (wish, outcome) in wishes.Zip(known))
        {
            if (outcome is not null)
            {
                outcomes[wish] = outcome;
            }
        }
    }

    private static BookingOutcome? Of(ProblemHttpResult? refusal) => refusal is null ? null : (BookingOutcome)refusal;

    private static ScheduleKey[] KeysOf(IEnumerable<Wish> wishes) => [.. wishes.Select(w => w.Request.Schedule).Distinct()];

    private static ProblemHttpResult? WhyNotOpen(Dictionary<ScheduleKey, BookableSchedule> schedules, Wish wish, DateTimeOffset now) =>
        schedules.TryGetValue(wish.Request.Schedule, out var schedule) ? schedule.WhyNotOpen(now) : BookingProblems.ScheduleNotFound();

    private static OrderRow OrderOf(Wish wish, BookableSchedule schedule, int number, DateTimeOffset now)
    {
        var rules = schedule.Rules;
        return new OrderRow
        {
            Id = wish.Request.Instead?.NewOrderId ?? Guid.CreateVersion7(now),
            Reschedules = wish.Request.Instead?.OldOrderId,
            UserId = wish.Request.UserId,
            PatientId = wish.Request.PatientId,
            PatientName = Masking.MaskName(wish.Patient.Name),
            HospitalCode = schedule.HospitalCode,
            HospitalName = schedule.HospitalName,
            DepartmentCode = schedule.DepartmentCode,
            DepartmentName = schedule.DepartmentName,
            ScheduleId = schedule.ScheduleId,
            DoctorName = schedule.DoctorName,
            Title = schedule.Title,
            ReserveDate = schedule.Date,
            ReserveTime = schedule.Period,
            Number = number,
            Amount = schedule.Fee,
            QuitTime = CancelDeadline.Of(rules.Cancel, schedule.Date),
            ExpiresAt = now.AddMinutes(rules.Booking.HoldMinutes),
            CreatedAt = now,
        };
    }

    private static OrderPlaced EventOf(OrderRow order, DateTimeOffset now) =>
        new(order.Id, order.UserId, order.ToVisit(), order.ExpiresAt) { EventId = Guid.CreateVersion7(now), OccurredAt = now };

    private static async Task<OrderRow> PaidAsync(
        NpgsqlConnection connection, OrderRow order, Activity? cause, DateTimeOffset now, CancellationToken cancellationToken)
    {
        Activity.Current = cause;
        await MarkPaid.RunAsync(connection, order, now, now, cancellationToken);
        return (await FindOrder.AnyAsync(connection, order.Id, cancellationToken))!;
    }
}
