using Dapr.Workflow;

namespace Yilai.Workflows.Closing;

/// <summary>What the saga of an order that ended knows.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="HospitalCode">Its hospital.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="ClosedAt">The UTC instant.</param>
internal sealed record ClosingInput(Guid OrderId, string HospitalCode, string Outcome, DateTimeOffset ClosedAt);

/// <summary>
/// After an order's end: its hospital takes it out of its books, and nobody can pay it any more. The number is back already
/// and offered at once to whoever waits for it; money that goes back has a saga of its own.
/// </summary>
internal sealed class ClosingWorkflow : Workflow<ClosingInput, string>
{
    private const string Refused = "refused";

    public static string IdOf(Guid orderId) => $"closing-{orderId}";

    public override async Task<string> RunAsync(WorkflowContext context, ClosingInput input)
    {
        var trade = context.CallActivityAsync<object?>(nameof(CloseTrade), input.OrderId, Patience.Endless);
        var offer = context.CallActivityAsync<object?>(nameof(OfferToWaitlist), input.OrderId, Patience.Endless);
        // What a hospital refused is no news to it.
        if (input.Outcome != Refused)
        {
            await context.CallActivityAsync<object?>(nameof(TellHospitalCancelled), input, Patience.Endless);
        }

        await Task.WhenAll(trade, offer);
        return input.Outcome;
    }
}
