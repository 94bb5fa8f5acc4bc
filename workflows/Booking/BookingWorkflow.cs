using Dapr.Workflow;

namespace Yilai.Workflows.Booking;

/// <summary>What a booking's saga knows from the start.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="ExpiresAt">The UTC instant until which its number is held unpaid.</param>
/// <param name="GiveUpAt">The UTC instant after which a hospital that still has not answered counts as having refused.</param>
internal sealed record BookingInput(Guid OrderId, DateTimeOffset ExpiresAt, DateTimeOffset GiveUpAt);

/// <summary>
/// From the click to a paid order that the hospital has in its books. The hospital is asked while the payment is awaited; an
/// order that ends on the way is the closing saga's.
/// </summary>
internal sealed class BookingWorkflow : Workflow<BookingInput, string>
{
    /// <summary>The event that tells of the end of waiting: <see cref="Paid"/> or <see cref="Closed"/>.</summary>
    public const string Settled = "settled";

    public const string Paid = "paid";
    public const string Closed = "closed";
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    public static string IdOf(Guid orderId) => $"booking-{orderId}";

    public override async Task<string> RunAsync(WorkflowContext context, BookingInput input)
    {
        var patience = input.GiveUpAt - new DateTimeOffset(context.CurrentUtcDateTime, TimeSpan.Zero);
        var submission = context.CallActivityAsync<string>(nameof(SubmitToHospital), input.OrderId, Patience.Until(patience));
        var end = await WaitForPaymentAsync(context, input);
        if (end != Paid)
        {
            return end;
        }

        try
        {
            var word = await submission;
            if (word != HospitalWords.Confirmed)
            {
                return word;
            }
        }
        catch (WorkflowTaskFailedException)
        {
            // Silent for too long: nobody is to stand at its desk with a number that it does not know.
            await context.CallActivityAsync<object?>(nameof(RefuseForHospital), input.OrderId, Patience.Endless);
            return HospitalWords.Refused;
        }

        if (await context.CallActivityAsync<string?>(nameof(TellHospitalPaid), input.OrderId, Patience.Endless) is { } givenUp)
        {
            await context.CallActivityAsync<object?>(nameof(TakeBackForHospital), new GivenUp(input.OrderId, givenUp), Patience.Endless);
            return HospitalWords.Refused;
        }

        return Paid;
    }

    private static async Task<string> WaitForPaymentAsync(WorkflowContext context, BookingInput input)
    {
        var settled = context.WaitForExternalEventAsync<string>(Settled);
        var expiresAt = input.ExpiresAt.UtcDateTime;
        while (true)
        {
            using var cancel = new CancellationTokenSource();
            var left = expiresAt - context.CurrentUtcDateTime;
            var timer = context.CreateTimer(left > Soon ? left : Soon, cancel.Token);
            if (await Task.WhenAny(settled, timer) == settled)
            {
                // Not CancelAsync: a workflow awaits nothing that the engine does not know of, or it never goes on.
                cancel.Cancel();
                return await settled;
            }

            var order = await context.CallActivityAsync<ExpiredOrder>(nameof(ExpireOrder), input.OrderId, Patience.Endless);
            if (order.Status != "unpaid")
            {
                return order.IsPaid ? Paid : Closed;
            }

            // The clocks differ a little: not due yet, as orders sees it.
            expiresAt = order.ExpiresAt.UtcDateTime;
        }
    }
}
