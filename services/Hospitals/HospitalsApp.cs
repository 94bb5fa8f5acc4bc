using Yilai.Contracts;
using Yilai.Hospitals.Codes;
using Yilai.Hospitals.Departments;
using Yilai.Hospitals.Documents;
using Yilai.Hospitals.Portal;
using Yilai.Hospitals.Profile;
using Yilai.Hospitals.Schedules;
using Yilai.Hospitals.Settings;
using Yilai.ServiceDefaults;
using Yilai.ServiceDefaults.Invocation;
using Yilai.ServiceDefaults.Postgres;
using Yilai.ServiceDefaults.Secrets;

namespace Yilai.Hospitals;

/// <summary>The hospitals service: settings and keys in PostgreSQL; hospitals, departments and schedules as documents.</summary>
internal static class HospitalsApp
{
    public static async Task<WebApplication> CreateAsync(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        await builder.AddServiceDefaultsAsync(AppIds.Hospitals, SecretNames.Postgres, SecretNames.MongoDb, SecretNames.DataKey);
        builder.AddPostgres("hospitals");
        builder.AddDocuments();
        builder.AddSettings();
        builder.Services.AddMemoryCache();
        builder.Services.AddServiceClient(AppIds.Dictionary).AddServiceClient(AppIds.Orders);
        builder.Services.AddSingleton<CodeLists>();
        var app = builder.Build();
        app.UseServiceDefaults();
        app.MapSettings();
        app.MapProfile();
        app.MapDepartments();
        app.MapSchedules();
        app.MapPortal();
        return app;
    }
}
