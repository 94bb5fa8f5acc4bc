using Microsoft.AspNetCore.Http.HttpResults;
using Yilai.HospitalSdk.Messages;

namespace Yilai.HospitalSimulator.Orders;

/// <summary>The calls that the platform makes to a hospital, below <c>/hospital/{code}/</c>.</summary>
internal static class OrderEndpoints
{
    public static void MapOrders(this IEndpointRouteBuilder app)
    {
        var orders = app.MapGroup("/hospital/{code}/orders");
        orders.MapPost("", Submit);
        orders.MapGet("{orderId}", Find);
        orders.MapPut("{orderId}/payment", Pay);
        orders.MapPut("{orderId}/cancellation", Cancel);
    }

    private static Results<Ok<OrderAnswer>, JsonHttpResult<OrderRefusal>> Submit(
        string code, OrderSubmission submission, OrderDesk desk) =>
        string.IsNullOrEmpty(submission.OrderId) || string.IsNullOrEmpty(submission.ScheduleId) || submission.Patient is null
            ? Refuse("invalid-order", StatusCodes.Status400BadRequest)
            : Tell(desk.Submit(code, submission));

    private static Results<Ok<OrderAnswer>, JsonHttpResult<OrderRefusal>> Find(string code, string orderId, OrderDesk desk) =>
        Tell(desk.Find(code, orderId));

    private static Results<Ok<OrderAnswer>, JsonHttpResult<OrderRefusal>> Pay(
        string code, string orderId, OrderPayment payment, OrderDesk desk) =>
        payment.Amount < 0 ? Refuse("invalid-payment", StatusCodes.Status400BadRequest) : Tell(desk.Pay(code, orderId));

    private static Results<Ok<OrderAnswer>, JsonHttpResult<OrderRefusal>> Cancel(
        string code, string orderId, OrderCancellation cancellation, OrderDesk desk) =>
        Tell(desk.Cancel(code, orderId));

    private static Results<Ok<OrderAnswer>, JsonHttpResult<OrderRefusal>> Tell((OrderAnswer? Answer, string? Refusal) outcome) =>
        outcome.Answer is { } answer
            ? TypedResults.Ok(answer)
            : Refuse(outcome.Refusal!, outcome.Refusal == OrderRefusalCodes.OrderUnknown ? StatusCodes.Status404NotFound : StatusCodes.Status409Conflict);

    private static JsonHttpResult<OrderRefusal> Refuse(string code, int status) =>
        TypedResults.Json(new OrderRefusal(code), statusCode: status);
}
