using Yilai.Hospitals.Batches;

namespace Yilai.Hospitals.Profile;

/// <summary>What a hospital says of itself, for ingest.</summary>
internal static class ProfileEndpoints
{
    public static void MapProfile(this IEndpointRouteBuilder app)
    {
        app.MapPut("/internal/hospitals/{code}", PutHospital.HandleAsync).TakesPushes().ExcludeFromDescription();
        app.MapGet("/internal/hospitals/{code}", GetHospital.HandleAsync).ExcludeFromDescription();
    }
}
