using Npgsql;

namespace Yilai.Orders.Booking;

/// <summary>
/// Places an order: looks first without locks, asks identity for the patient while no connection is held, then has it decided
/// in one transaction. Most of a rush learns from the look that nothing is left.
/// </summary>
internal sealed class Booker(
    NpgsqlDataSource database, Looks looks, Patients patients, BookingGate gate, BookingGroups groups, Rush rush, TimeProvider clock)
{
    public async Task<BookingOutcome> BookAsync(BookingRequest request, CancellationToken cancellationToken)
    {
        using var inside = rush.Enter();
        if (await LookAsync(request, cancellationToken) is { } known)
        {
            return known;
        }

        if (await patients.FindAsync(request.UserId, request.PatientId, cancellationToken) is not { } patient)
        {
            await using var connection = await database.OpenConnectionAsync(cancellationToken);
            return await IdempotencyKey.ReplayAsync(connection, request, cancellationToken) ?? BookingProblems.PatientNotFound();
        }

        using var place = await gate.EnterAsync(request, cancellationToken);
        return place.IsAcquired ? await groups.BookAsync(new Wish(request, patient), cancellationToken) : BookingProblems.TooMany();
    }

    private async Task<BookingOutcome?> LookAsync(BookingRequest request, CancellationToken cancellationToken)
    {
        var schedule = await looks.AtAsync(request.Schedule, cancellationToken);
        var now = clock.GetUtcNow();
        var closed = schedule is null ? BookingProblems.ScheduleNotFound() : schedule.WhyNotOpen(now);
        if (closed is null && schedule!.Bookable > 0)
        {
            return null;
        }

        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var refusal = closed
            ?? await PatientLimits.CheckAsync(connection, request, schedule!, now, cancellationToken)
            ?? BookingProblems.SoldOut(request.Schedule);
        // What refuses it may be the order that the same request, before or at the same time, has become.
        return await IdempotencyKey.ReplayAsync(connection, request, cancellationToken) ?? refusal;
    }
}
