using Yilai.Contracts;
using Yilai.Identity.Codes;
using Yilai.Identity.Keys;
using Yilai.Identity.Patients;
using Yilai.Identity.Sessions;
using Yilai.Identity.Users;
using Yilai.ServiceDefaults;
using Yilai.ServiceDefaults.Invocation;
using Yilai.ServiceDefaults.Postgres;
using Yilai.ServiceDefaults.Privacy;
using Yilai.ServiceDefaults.Secrets;

namespace Yilai.Identity;

/// <summary>The service: users, their sessions and their patients.</summary>
internal static class IdentityApp
{
    /// <param name="args">The command line.</param>
    /// <param name="configure">What a test sets before anything is read.</param>
    public static async Task<WebApplication> CreateAsync(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(args);
        configure?.Invoke(builder);
        await builder.AddServiceDefaultsAsync(AppIds.Identity, SecretNames.Postgres, SecretNames.DataKey, SecretNames.IndexKey);
        builder.AddPostgres("identity");
        builder.AddPersonalData();
        AddSessions(builder.Services);
        AddPatients(builder.Services);

        var app = builder.Build();
        app.UseServiceDefaults();
        app.MapSessions();
        app.MapPublicKeys();
        app.MapProfile();
        app.MapPatients();
        app.MapInternal();
        return app;
    }

    private static void AddSessions(IServiceCollection services)
    {
        services.AddServiceClient(AppIds.Notifications);
        AddOptions<LoginCodeOptions>(services, LoginCodeOptions.Section);
        AddOptions<TokenLifetimeOptions>(services, TokenLifetimeOptions.Section);
        AddOptions<SigningKeyOptions>(services, SigningKeyOptions.Section);
        services.AddSingleton<SendLimits>().AddSingleton<LoginCodes>().AddSingleton<Accounts>();
        services.AddSingleton<AccessTokenIssuer>().AddSingleton<RefreshTokens>().AddSingleton<SessionStarter>();
        services.AddSingleton<SigningKeys>().AddHostedService<SigningKeyRotation>().AddHostedService<SessionCleanup>();
    }

    private static void AddPatients(IServiceCollection services)
    {
        AddOptions<PatientOptions>(services, PatientOptions.Section);
        services.AddSingleton<PatientStore>();
    }

    private static void AddOptions<T>(IServiceCollection services, string section)
        where T : class =>
        services.AddOptions<T>().BindConfiguration(section).ValidateDataAnnotations().ValidateOnStart();
}
