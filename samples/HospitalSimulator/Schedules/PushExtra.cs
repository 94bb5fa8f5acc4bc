using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Yilai.HospitalSdk;
using Yilai.HospitalSdk.Messages;
using Yilai.HospitalSimulator.Hospitals;
using Yilai.HospitalSimulator.Pushing;

namespace Yilai.HospitalSimulator.Schedules;

/// <summary>
/// <c>POST /simulator/hospitals/{code}/schedules</c>: has a hospital push these schedules, an array or <c>{items}</c>,
/// and honour orders for them.
/// </summary>
internal static class PushExtra
{
    public static void MapPushExtra(this IEndpointRouteBuilder app) => app.MapPost("/simulator/hospitals/{code}/schedules", HandleAsync);

    private static async Task<Results<Ok<PushResult>, ProblemHttpResult>> HandleAsync(
        string code, JsonElement body, HospitalDirectory hospitals, HospitalClients clients, ExtraSchedules extra, CancellationToken cancellationToken)
    {
        if (hospitals.Find(code) is null)
        {
            return Problem(StatusCodes.Status404NotFound, "hospital-not-found", "The simulator does not play this hospital.");
        }

        if (Read(body) is not { Count: > 0 } schedules || schedules.Any(schedule => string.IsNullOrEmpty(schedule?.Id)))
        {
            return Problem(StatusCodes.Status400BadRequest, "invalid-schedules", "The body must be schedules with ids.");
        }

        try
        {
            using var client = clients.For(code);
            var result = await client.PutSchedulesAsync(schedules, cancellationToken);
            var rejected = result.Rejected.Select(rejection => rejection.Index).ToHashSet();
            foreach (var (index, schedule) in schedules.Index().Where(item => !rejected.Contains(item.Index)))
            {
                extra.Remember(code, schedule);
            }

            return TypedResults.Ok(result);
        }
        catch (HospitalApiException exception)
        {
            return Problem((int)exception.Status, exception.Code, exception.Message);
        }
        catch (Exception exception) when (exception is HttpRequestException or TimeoutException)
        {
            return Problem(StatusCodes.Status502BadGateway, "platform-unreachable", exception.Message);
        }
    }

    private static IReadOnlyList<Schedule>? Read(JsonElement body)
    {
        try
        {
            return body.ValueKind == JsonValueKind.Array
                ? body.Deserialize<IReadOnlyList<Schedule>>(HospitalJson.Options)
                : body.Deserialize<ItemList<Schedule>>(HospitalJson.Options)?.Items;
        }
        catch (JsonException)
        {
            return null; // the caller is told
        }
    }

    private static ProblemHttpResult Problem(int status, string code, string detail) =>
        TypedResults.Problem(detail, statusCode: status, extensions: new Dictionary<string, object?> { ["code"] = code });
}
