using Microsoft.AspNetCore.Http.HttpResults;
using MongoDB.Driver;
using Yilai.Hospitals.Documents;
using Yilai.ServiceDefaults.Errors;

namespace Yilai.Hospitals.Profile;

/// <summary>A hospital as the platform holds it, in the shape in which it was pushed.</summary>
internal static class GetHospital
{
    public static async Task<Results<Ok<PushedHospital>, ProblemHttpResult>> HandleAsync(
        string code, HospitalDocuments documents, CancellationToken cancellationToken)
    {
        var hospital = await documents.Hospitals.Find(h => h.Code == code).FirstOrDefaultAsync(cancellationToken);
        if (hospital is null)
        {
            return Problems.NotFound("hospital-not-found", "还没有这家医院的资料。");
        }

        var logo = await documents.Logos.Find(l => l.HospitalCode == code).FirstOrDefaultAsync(cancellationToken);
        return TypedResults.Ok(new PushedHospital(
            hospital.Name,
            hospital.Level,
            hospital.Type,
            hospital.RegionCode,
            hospital.Address,
            hospital.Phone,
            hospital.Intro,
            hospital.Route,
            logo is null ? null : new LogoImage(logo.ContentType, logo.Image).ToDataUri(),
            hospital.BookingRule));
    }
}

/// <summary>See the contract's <c>GET /hospital/v2/hospital</c>.</summary>
internal sealed record PushedHospital(
    string Name,
    string Level,
    string? Type,
    string RegionCode,
    string? Address,
    string? Phone,
    string? Intro,
    string? Route,
    string? Logo,
    BookingRule BookingRule);
