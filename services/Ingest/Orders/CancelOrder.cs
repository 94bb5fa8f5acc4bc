using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Yilai.Contracts.Events;
using Yilai.HospitalSdk.Messages;

namespace Yilai.Ingest.Orders;

/// <summary>A closed order is cancelled at its hospital. One that the hospital refused, or never knew, is no news to it.</summary>
internal static class CancelOrder
{
    private const string Refused = "refused";

    public static async Task<Ok> HandleAsync([FromBody] OrderClosed closed, HospitalApi hospitals, CancellationToken cancellationToken)
    {
        if (closed.Outcome != Refused)
        {
            var hospital = await hospitals.FindAsync(closed.Visit.HospitalCode, cancellationToken);
            await TellAsync(hospitals, hospital, closed.OrderId, closed.OccurredAt, closed.Outcome, cancellationToken);
        }

        return TypedResults.Ok();
    }

    /// <exception cref="HttpRequestException">The hospital could not be told; try again.</exception>
    public static async Task TellAsync(
        HospitalApi hospitals, HospitalAddress hospital, Guid orderId, DateTimeOffset cancelledAt, string? reason, CancellationToken cancellationToken)
    {
        var word = await hospitals.SendAsync(
            hospital, HttpMethod.Put, $"orders/{orderId}/cancellation", new OrderCancellation(cancelledAt, reason), cancellationToken);
        if (!word.IsSuccess && !word.IsRefusal)
        {
            throw new HttpRequestException($"The hospital answered {(int)word.Status} to a cancellation.", inner: null, word.Status);
        }
    }
}
