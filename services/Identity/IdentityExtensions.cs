using Yilai.Contracts;
using Yilai.Identity.Codes;
using Yilai.Identity.Keys;
using Yilai.Identity.Patients;
using Yilai.Identity.Sessions;
using Yilai.Identity.Users;
using Yilai.ServiceDefaults.Invocation;
using Yilai.ServiceDefaults.Postgres;
using Yilai.ServiceDefaults.Privacy;

namespace Yilai.Identity;

internal static class IdentityExtensions
{
    public static void AddIdentity(this WebApplicationBuilder builder)
    {
        builder.AddPostgres("identity");
        builder.AddPersonalData();
        var services = builder.Services;
        services.AddServiceClient(AppIds.Notifications);
        AddOptions<LoginCodeOptions>(services, LoginCodeOptions.Section);
        AddOptions<TokenLifetimeOptions>(services, TokenLifetimeOptions.Section);
        AddOptions<SigningKeyOptions>(services, SigningKeyOptions.Section);
        AddOptions<PatientOptions>(services, PatientOptions.Section);
        services.AddSingleton<SigningKeys>().AddHostedService<SigningKeyRotation>();
        services.AddSingleton<AccessTokenIssuer>().AddSingleton<RefreshTokens>().AddSingleton<SessionStarter>();
        services.AddSingleton<SendLimits>().AddSingleton<LoginCodes>().AddSingleton<Accounts>().AddSingleton<PatientStore>();
        services.AddHostedService<SessionCleanup>();
    }

    public static void MapIdentity(this WebApplication app)
    {
        app.MapSessions();
        app.MapPublicKeys();
        app.MapProfile();
        app.MapPatients();
        app.MapInternal();
    }

    private static void AddOptions<T>(IServiceCollection services, string section)
        where T : class =>
        services.AddOptions<T>().BindConfiguration(section).ValidateDataAnnotations().ValidateOnStart();
}
