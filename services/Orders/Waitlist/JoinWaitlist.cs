using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using Yilai.Orders.Booking;
using Yilai.Orders.Inventory;
using Yilai.ServiceDefaults.Errors;
using Yilai.ServiceDefaults.Security;

namespace Yilai.Orders.Waitlist;

/// <summary>Puts one of the caller's patients in line for a number of a sold-out schedule.</summary>
internal static class JoinWaitlist
{
    /// <summary>Who waits.</summary>
    /// <param name="PatientId">One of the caller's patients.</param>
    public sealed record JoinWaitlistRequest(string? PatientId);

    public static async Task<Results<Created<WaitlistView>, ProblemHttpResult>> HandleAsync(
        string id,
        JoinWaitlistRequest request,
        CurrentUser user,
        NpgsqlDataSource database,
        Patients patients,
        BookingGate gate,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        var errors = new FieldErrors().Require(!string.IsNullOrWhiteSpace(request.PatientId), "patientId", "请选择就诊人。");
        if (errors.Any)
        {
            return errors.ToProblem();
        }

        if (!ScheduleKey.TryParse(id, out var key))
        {
            return BookingProblems.ScheduleNotFound();
        }

        if (!Guid.TryParse(request.PatientId, out var patientId))
        {
            return BookingProblems.PatientNotFound();
        }

        var wish = new BookingRequest(user.Id, key, patientId, IdempotencyKey: null);
        if (await LookAsync(database, wish, clock.GetUtcNow(), cancellationToken) is { } refusal)
        {
            return refusal;
        }

        if (await patients.FindAsync(user.Id, patientId, cancellationToken) is not { } patient)
        {
            return BookingProblems.PatientNotFound();
        }

        using var place = await gate.EnterAsync(wish, cancellationToken);
        return place.IsAcquired ? await DecideAsync(database, wish, patient, clock.GetUtcNow(), cancellationToken) : BookingProblems.TooMany();
    }

    private static async Task<ProblemHttpResult?> LookAsync(
        NpgsqlDataSource database, BookingRequest wish, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await BookableSchedule.FindAsync(connection, wish.Schedule, cancellationToken) is { } schedule
            ? await JoinRules.CheckAsync(connection, wish, schedule, now, cancellationToken)
            : BookingProblems.ScheduleNotFound();
    }

    private static async Task<Results<Created<WaitlistView>, ProblemHttpResult>> DecideAsync(
        NpgsqlDataSource database, BookingRequest wish, Patients.Patient patient, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await BookingTransaction.LockUserAsync(connection, wish.UserId, cancellationToken);
        if (await BookableSchedule.LockAsync(connection, wish.Schedule, cancellationToken) is not { } schedule)
        {
            return BookingProblems.ScheduleNotFound();
        }

        if (await JoinRules.CheckAsync(connection, wish, schedule, now, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        var entryId = await AddEntry.RunAsync(connection, wish, schedule, patient, now, cancellationToken);
        var entry = (await WaitlistEntry.OfUserAsync(connection, entryId, wish.UserId, cancellationToken))!;
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Created($"/api/me/waitlist/{entryId}", WaitlistView.Of(entry));
    }
}
