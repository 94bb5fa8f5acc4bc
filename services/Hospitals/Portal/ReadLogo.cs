using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using MongoDB.Driver;
using Yilai.Hospitals.Documents;
using Yilai.ServiceDefaults.Errors;

namespace Yilai.Hospitals.Portal;

/// <summary>A hospital's logo. Its path carries the version, so it may be kept for long.</summary>
internal static class ReadLogo
{
    public static async Task<Results<FileContentHttpResult, ProblemHttpResult>> HandleAsync(
        string code, HttpResponse response, HospitalDocuments documents, CancellationToken cancellationToken)
    {
        var logo = await documents.Logos.Find(l => l.HospitalCode == code).FirstOrDefaultAsync(cancellationToken);
        if (logo is null || !await documents.IsOpenAsync(code, cancellationToken))
        {
            return Problems.NotFound("logo-not-found", "这家医院没有标志。");
        }

        response.Headers.CacheControl = "public, max-age=604800, immutable";
        response.Headers.XContentTypeOptions = "nosniff";
        return TypedResults.File(logo.Image, logo.ContentType, entityTag: new EntityTagHeaderValue($"\"{logo.Tag}\""));
    }
}
