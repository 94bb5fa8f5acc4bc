using Npgsql;
using Yilai.ServiceDefaults.Events;

namespace Yilai.Orders.Booking;

/// <summary>
/// Places an order: looks first without locks, asks identity for the patient while no connection is held, then decides
/// in one transaction. Most of a rush learns from the look that nothing is left.
/// </summary>
internal sealed class Booker(NpgsqlDataSource database, Patients patients, BookingGate gate, Outbox outbox, TimeProvider clock)
{
    public async Task<BookingOutcome> BookAsync(BookingRequest request, CancellationToken cancellationToken)
    {
        if (await LookAsync(request, cancellationToken) is { } known)
        {
            return known;
        }

        if (await patients.FindAsync(request.UserId, request.PatientId, cancellationToken) is not { } patient)
        {
            return BookingProblems.PatientNotFound();
        }

        using var place = await gate.EnterAsync(request, cancellationToken);
        return place.IsAcquired ? await DecideAsync(request, patient, cancellationToken) : BookingProblems.TooMany();
    }

    private async Task<BookingOutcome?> LookAsync(BookingRequest request, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        if (await IdempotencyKey.ReplayAsync(connection, request, cancellationToken) is { } replayed)
        {
            return replayed;
        }

        if (await BookableSchedule.FindAsync(connection, request.Schedule, cancellationToken) is not { } schedule)
        {
            return BookingProblems.ScheduleNotFound();
        }

        var now = clock.GetUtcNow();
        var refusal = schedule.WhyNotOpen(now)
            ?? await PatientLimits.CheckAsync(connection, request, schedule, now, cancellationToken)
            ?? (schedule.Bookable == 0 ? BookingProblems.SoldOut(request.Schedule) : null);
        // What refuses it may be the order that the same request, sent at the same time, has just become.
        return refusal is null ? null : await IdempotencyKey.ReplayAsync(connection, request, cancellationToken) ?? refusal;
    }

    private async Task<BookingOutcome> DecideAsync(BookingRequest request, Patients.Patient patient, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var outcome = await BookingTransaction.RunAsync(connection, request, patient, clock.GetUtcNow(), cancellationToken);
        if (outcome.Problem is null)
        {
            await transaction.CommitAsync(cancellationToken);
            outbox.Wake();
        }

        return outcome;
    }
}
