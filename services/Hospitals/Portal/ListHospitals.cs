using Microsoft.AspNetCore.Http.HttpResults;
using MongoDB.Driver;
using Yilai.Hospitals.Documents;
using Yilai.ServiceDefaults.Paging;

namespace Yilai.Hospitals.Portal;

/// <summary>Finds hospitals by part of the name, level and region, the highest level first.</summary>
internal static class ListHospitals
{
    public static async Task<Results<Ok<Page<HospitalSummary>>, ProblemHttpResult>> HandleAsync(
        [AsParameters] HospitalFilter filter, PageRequest page, HospitalDocuments documents, CancellationToken cancellationToken)
    {
        var errors = filter.Check();
        if (errors.Any)
        {
            return errors.ToProblem();
        }

        var found = documents.Hospitals.Find(filter.ToFilter());
        var total = await found.CountDocumentsAsync(cancellationToken);
        var hospitals = total <= page.Skip
            ? []
            : await found
                .SortBy(h => h.LevelRank).ThenBy(h => h.Code)
                .Skip(page.Skip).Limit(page.Size)
                .Project<HospitalDocument>(Builders<HospitalDocument>.Projection.Exclude(h => h.Intro).Exclude(h => h.Route))
                .ToListAsync(cancellationToken);
        return TypedResults.Ok(new Page<HospitalSummary>([.. hospitals.Select(HospitalSummary.Of)], page.Number, page.Size, total));
    }
}
