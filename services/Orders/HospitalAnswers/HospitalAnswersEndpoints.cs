namespace Yilai.Orders.HospitalAnswers;

internal static class HospitalAnswersEndpoints
{
    public static void MapHospitalAnswers(this IEndpointRouteBuilder app) =>
        app.MapPut("/internal/orders/{id}/hospital-answer", PutHospitalAnswer.HandleAsync).ExcludeFromDescription();
}
