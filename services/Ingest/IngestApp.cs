using Yilai.Contracts;
using Yilai.Ingest.Orders;
using Yilai.Ingest.Pushes;
using Yilai.Ingest.Signatures;
using Yilai.ServiceDefaults;
using Yilai.ServiceDefaults.Invocation;

namespace Yilai.Ingest;

/// <summary>The hospitals' edge, both ways: verifies signed calls in, makes signed calls out. It keeps nothing but nonces, in Dapr state.</summary>
internal static class IngestApp
{
    public static async Task<WebApplication> CreateAsync(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        await builder.AddServiceDefaultsAsync(AppIds.Ingest);
        builder.Services.AddServiceClient(AppIds.Hospitals).AddServiceClient(AppIds.Orders).AddServiceClient(AppIds.Identity);
        builder.Services.AddSignedCalls();
        builder.Services.AddHospitalApi();
        var app = builder.Build();
        app.UseServiceDefaults();
        app.UseSignedCalls();
        app.MapPushes();
        app.MapHospitalCalls();
        return app;
    }
}
