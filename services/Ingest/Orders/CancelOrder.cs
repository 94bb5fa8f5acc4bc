using Microsoft.AspNetCore.Http.HttpResults;
using Yilai.HospitalSdk.Messages;

namespace Yilai.Ingest.Orders;

/// <summary>Internal: tells a hospital that an order has ended. One that it never knew is no news to it.</summary>
internal static class CancelOrder
{
    public sealed record Request(string HospitalCode, DateTimeOffset CancelledAt, string? Reason);

    public static async Task<NoContent> HandleAsync(Guid id, Request request, HospitalApi hospitals, CancellationToken cancellationToken)
    {
        var hospital = await hospitals.FindAsync(request.HospitalCode, cancellationToken);
        await TellAsync(hospitals, hospital, id, request.CancelledAt, request.Reason, cancellationToken);
        return TypedResults.NoContent();
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
