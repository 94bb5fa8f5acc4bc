using System.Net.Mime;
using Yilai.ServiceDefaults.Invocation;

namespace Yilai.Gateway.OpenApi;

/// <summary>The public API's description.</summary>
internal static class OpenApiExtensions
{
    public static void AddMergedDocument(this WebApplicationBuilder builder)
    {
        foreach (var service in MergedDocument.Services)
        {
            builder.Services.AddServiceClient(service);
        }

        builder.Services.AddSingleton<MergedDocument>();
    }

    public static void MapMergedDocument(this WebApplication app) =>
        app.MapGet("/openapi/v1.json", async (MergedDocument document, CancellationToken cancellationToken) =>
            TypedResults.Text(await document.GetAsync(cancellationToken), MediaTypeNames.Application.Json, System.Text.Encoding.UTF8));
}
