using Microsoft.AspNetCore.Http.HttpResults;
using Yilai.HospitalSdk.Messages;

namespace Yilai.Ingest.Orders;

/// <summary>Internal: what a hospital holds of an order, in its own signed word.</summary>
internal static class AskOrder
{
    private const string Unknown = "unknown";

    /// <summary>How the order stands at the hospital.</summary>
    /// <param name="Status"><c>booked</c>, <c>paid</c>, <c>cancelled</c>, or <c>unknown</c> when the hospital says that it has no such order.</param>
    /// <param name="HospitalRecordId">The hospital's id of it.</param>
    /// <param name="Number">The sequence number in its books.</param>
    public sealed record HospitalOrder(string Status, string? HospitalRecordId = null, int? Number = null);

    public static async Task<Ok<HospitalOrder>> HandleAsync(Guid id, string hospital, HospitalApi hospitals, CancellationToken cancellationToken)
    {
        var address = await hospitals.FindAsync(hospital, cancellationToken);
        var word = await hospitals.SendAsync<object>(address, HttpMethod.Get, $"orders/{id}", null, cancellationToken);
        return word switch
        {
            { IsSuccess: true } => TypedResults.Ok(Of(word.Read<OrderAnswer>())),
            // Only by its code: that a path is not found says something of the address, and nothing of the order.
            { IsRefusal: true } when word.RefusalCode() == OrderRefusalCodes.OrderUnknown => TypedResults.Ok(new HospitalOrder(Unknown)),
            _ => throw new HttpRequestException($"The hospital answered {(int)word.Status} when asked for an order.", inner: null, word.Status),
        };
    }

    private static HospitalOrder Of(OrderAnswer answer) => new(
        answer.Status switch
        {
            HospitalOrderStatus.Booked => "booked",
            HospitalOrderStatus.Paid => "paid",
            HospitalOrderStatus.Cancelled => "cancelled",
            _ => throw new HttpRequestException("A hospital's answer is not what the contract says."),
        },
        answer.HospitalRecordId,
        answer.Number);
}
