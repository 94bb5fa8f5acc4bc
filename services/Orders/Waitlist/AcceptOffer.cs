using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using Yilai.Orders.Booking;
using Yilai.Orders.Lifecycle;
using Yilai.Orders.Reading;
using Yilai.ServiceDefaults.Events;
using Yilai.ServiceDefaults.Security;

namespace Yilai.Orders.Waitlist;

/// <summary>
/// Makes an order of an offer: a booking like any other, whose number is the one that the offer holds. It repeats itself by
/// the entry's id, as other bookings do by their Idempotency-Key.
/// </summary>
internal sealed class AcceptOffer(NpgsqlDataSource database, Patients patients, BookingGate gate, Outbox outbox, TimeProvider clock)
{
    public static async Task<Results<Created<OrderView>, ProblemHttpResult>> HandleAsync(
        string id, CurrentUser user, AcceptOffer offers, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(id, out var entryId))
        {
            return WaitlistProblems.NotFound();
        }

        var outcome = await offers.RunAsync(entryId, user.Id, cancellationToken);
        return outcome.Order is { } order
            ? TypedResults.Created($"/api/orders/{order.Id}", OrderView.Of(order))
            : outcome.Problem!;
    }

    private async Task<BookingOutcome> RunAsync(Guid id, Guid userId, CancellationToken cancellationToken)
    {
        if (await LookAsync(id, userId, cancellationToken) is not ({ } entry, var known))
        {
            return WaitlistProblems.NotFound();
        }

        if (known is not null)
        {
            return known;
        }

        if (await patients.FindAsync(userId, entry.PatientId, cancellationToken) is not { } patient)
        {
            return BookingProblems.PatientNotFound();
        }

        // The space keeps it apart from every key that a client can send.
        var request = new BookingRequest(userId, entry.Schedule, entry.PatientId, $"waitlist {id}");
        using var place = await gate.EnterAsync(request, cancellationToken);
        if (!place.IsAcquired)
        {
            return BookingProblems.TooMany();
        }

        var outcome = await DecideAsync(id, request, patient, cancellationToken);
        // What refuses it may be that the offer has ended meanwhile.
        return outcome.Order is null && await LookAsync(id, userId, cancellationToken) is (_, { } now) ? now : outcome;
    }

    /// <returns>The entry, and what is to be said of it unless its offer stands; null when there is no such entry.</returns>
    private async Task<(WaitlistEntry Entry, BookingOutcome? Known)?> LookAsync(Guid id, Guid userId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        if (await WaitlistEntry.OfUserAsync(connection, id, userId, cancellationToken) is not { } entry)
        {
            return null;
        }

        return (entry, entry switch
        {
            { OrderId: { } order } => (await FindOrder.AnyAsync(connection, order, cancellationToken))!,
            { OfferExpiresAt: null } => WaitlistProblems.NotOffered(),
            { State: WaitlistStatus.Offered, OfferExpiresAt: { } until } when clock.GetUtcNow() < until => null,
            _ => WaitlistProblems.OfferExpired(),
        });
    }

    private async Task<BookingOutcome> DecideAsync(
        Guid id, BookingRequest request, Patients.Patient patient, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var outcome = await BookingTransaction.RunAsync(connection, new Wish(request, patient), now, TakeHeldAsync, cancellationToken);
        if (outcome.Order is { } order)
        {
            await connection.ExecuteAsync(new CommandDefinition(
                "update waitlist_entry set status = 'booked', order_id = @order, ended_at = @now where id = @id and status = 'offered'",
                new { id, order = order.Id, now },
                cancellationToken: cancellationToken));
            await transaction.CommitAsync(cancellationToken);
            outbox.Wake();
        }

        return outcome;

        async Task<IReadOnlyList<int?>> TakeHeldAsync(NpgsqlConnection connection, IReadOnlyList<BookableSchedule> _, CancellationToken cancellationToken) =>
            [await BookableSchedule.LockAsync(connection, request.Schedule, cancellationToken) is { Status: "open" }
                ? await connection.ExecuteScalarAsync<int?>(new CommandDefinition(
                    "select number from waitlist_entry where id = @id and status = 'offered' and offer_expires_at > @now",
                    new { id, now },
                    cancellationToken: cancellationToken))
                : null];
    }
}
