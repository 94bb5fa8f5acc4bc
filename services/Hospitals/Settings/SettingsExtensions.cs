using Yilai.ServiceDefaults.Secrets;

namespace Yilai.Hospitals.Settings;

/// <summary>Hospital settings and keys.</summary>
internal static class SettingsExtensions
{
    public static void AddSettings(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(new KeyCipher(Convert.FromBase64String(builder.Configuration.GetSecret(SecretNames.DataKey))));
        builder.Services.Configure<BundledHospitalsOptions>(builder.Configuration.GetSection(BundledHospitalsOptions.Section));
        builder.Services.AddHostedService<BundledHospitals>();
    }

    public static void MapSettings(this IEndpointRouteBuilder app)
    {
        app.MapGet("/internal/keys/{keyId}", FindKey.HandleAsync).ExcludeFromDescription();
        app.MapGet("/internal/hospitals/{code}/settings", FindSettings.HandleAsync).ExcludeFromDescription();
    }
}
