using Microsoft.AspNetCore.Http.HttpResults;
using MongoDB.Driver;
using Yilai.Hospitals.Documents;

namespace Yilai.Hospitals.Portal;

/// <summary>A few hospitals for what has been typed so far.</summary>
internal static class SuggestHospitals
{
    private const int Most = 10;

    public static async Task<Results<Ok<List<HospitalSuggestion>>, ProblemHttpResult>> HandleAsync(
        string? name, HospitalDocuments documents, CancellationToken cancellationToken)
    {
        var filter = new HospitalFilter(name, Level: null, Region: null);
        var errors = filter.Check();
        return errors.Any
            ? errors.ToProblem()
            : TypedResults.Ok(await documents.Hospitals
                .Find(filter.ToFilter())
                .SortBy(h => h.LevelRank).ThenBy(h => h.Code)
                .Limit(Most)
                .Project(h => new HospitalSuggestion(h.Code, h.Name, h.RegionName))
                .ToListAsync(cancellationToken));
    }
}

/// <summary>A hospital that may be meant.</summary>
internal sealed record HospitalSuggestion(string Code, string Name, string RegionName);
