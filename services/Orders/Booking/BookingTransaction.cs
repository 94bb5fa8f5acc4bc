using Dapper;
using Npgsql;
using Yilai.Contracts.Events;
using Yilai.Orders.Lifecycle;
using Yilai.Orders.Payments;
using Yilai.Orders.Rules;
using Yilai.ServiceDefaults.Events;
using Yilai.ServiceDefaults.Privacy;
using Yilai.ServiceDefaults.Time;

namespace Yilai.Orders.Booking;

/// <summary>
/// What makes an order, all or nothing: rules, number, order, timeline, idempotency key, event; one without a fee is paid. Locks: first the user's,
/// which lines up an account's own requests, last the schedule's row, which is held for two more statements and a commit.
/// </summary>
internal static class BookingTransaction
{
    /// <summary>Books a number that anybody can have.</summary>
    public static Task<BookingOutcome> RunAsync(
        NpgsqlConnection connection, BookingRequest request, Patients.Patient patient, DateTimeOffset now, CancellationToken cancellationToken) =>
        RunAsync(connection, request, patient, now, TakeNumberAsync, cancellationToken);

    /// <summary>Books the number that the caller comes by.</summary>
    public static async Task<BookingOutcome> RunAsync(
        NpgsqlConnection connection,
        BookingRequest request,
        Patients.Patient patient,
        DateTimeOffset now,
        TakeNumber numbers,
        CancellationToken cancellationToken)
    {
        await LockUserAsync(connection, request.UserId, cancellationToken);
        if (await IdempotencyKey.ReplayAsync(connection, request, cancellationToken) is { } replayed)
        {
            return replayed;
        }

        if (await BookableSchedule.FindAsync(connection, request.Schedule, cancellationToken) is not { } schedule)
        {
            return BookingProblems.ScheduleNotFound();
        }

        var refusal = schedule.WhyNotOpen(now) ?? await PatientLimits.CheckAsync(connection, request, schedule, now, cancellationToken);
        if (refusal is not null)
        {
            return refusal;
        }

        if (await numbers(connection, schedule, cancellationToken) is not { } number)
        {
            // Sold out, or the hospital changed or removed it in this moment: what it is now says why.
            var changed = await BookableSchedule.FindAsync(connection, request.Schedule, cancellationToken);
            return changed is null
                ? BookingProblems.ScheduleNotFound()
                : changed.WhyNotOpen(now) ?? BookingProblems.SoldOut(request.Schedule);
        }

        var order = await InsertAsync(connection, OrderOf(request, schedule, patient, number, now), request, cancellationToken);
        await Outbox.AddAsync(
            connection,
            new OrderPlaced(order.Id, order.UserId, order.ToVisit(), order.ExpiresAt) { EventId = Guid.CreateVersion7(now), OccurredAt = now },
            cancellationToken);
        if (order.Amount > 0 || request.Instead is not null)
        {
            return order;
        }

        await MarkPaid.RunAsync(connection, order, now, now, cancellationToken);
        return (await FindOrder.AnyAsync(connection, order.Id, cancellationToken))!;
    }

    /// <summary>Lines up what concerns an account's bookings and bans; taken before any other lock.</summary>
    public static Task<int> LockUserAsync(NpgsqlConnection connection, Guid userId, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(new CommandDefinition(
            "select pg_advisory_xact_lock(hashtextextended(@name, 0))",
            new { name = $"booking of {userId}" },
            cancellationToken: cancellationToken));

    private static Task<int?> TakeNumberAsync(NpgsqlConnection connection, BookableSchedule schedule, CancellationToken cancellationToken) =>
        connection.ExecuteScalarAsync<int?>(new CommandDefinition(
            "select take_number(@HospitalCode, @ScheduleId)",
            new { schedule.HospitalCode, schedule.ScheduleId },
            cancellationToken: cancellationToken));

    private static OrderRow OrderOf(BookingRequest request, BookableSchedule schedule, Patients.Patient patient, int number, DateTimeOffset now)
    {
        var rules = schedule.Rules;
        return new OrderRow
        {
            Id = request.Instead?.NewOrderId ?? Guid.CreateVersion7(now),
            Reschedules = request.Instead?.OldOrderId,
            UserId = request.UserId,
            PatientId = request.PatientId,
            PatientName = Masking.MaskName(patient.Name),
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

    private static async Task<OrderRow> InsertAsync(
        NpgsqlConnection connection, OrderRow order, BookingRequest request, CancellationToken cancellationToken)
    {
        var values = new DynamicParameters(order);
        values.Add("Day", order.CreatedAt.ToOffset(ChinaTime.Offset).ToString("yyyyMMdd", System.Globalization.CultureInfo.InvariantCulture));
        values.Add("What", Timeline.Placed);
        values.Add("Key", request.IdempotencyKey);
        values.Add("Hash", IdempotencyKey.HashOf(request));
        var orderNo = await connection.ExecuteScalarAsync<string>(new CommandDefinition(
            """
            with placed as (
                insert into order_info (
                    id, out_trade_no, user_id, patient_id, patient_name, hospital_code, hospital_name, department_code,
                    department_name, schedule_id, doctor_name, title, reserve_date, reserve_time, number, amount,
                    order_status, quit_time, expires_at, created_at, reschedules)
                values (
                    @Id, @Day || lpad(nextval('order_number')::text, 10, '0'), @UserId, @PatientId, @PatientName, @HospitalCode,
                    @HospitalName, @DepartmentCode, @DepartmentName, @ScheduleId, @DoctorName, @Title, @ReserveDate,
                    @ReserveTime, @Number, @Amount, 0, @QuitTime, @ExpiresAt, @CreatedAt, @Reschedules)
                returning out_trade_no
            ), noted as (
                insert into order_event (order_id, at, what) values (@Id, @CreatedAt, @What)
            ), remembered as (
                insert into idempotency (user_id, key, request_hash, order_id, created_at)
                select @UserId, @Key, @Hash, @Id, @CreatedAt where @Key::text is not null
            )
            select out_trade_no from placed
            """,
            values,
            cancellationToken: cancellationToken));
        return order with { OutTradeNo = orderNo! };
    }
}
