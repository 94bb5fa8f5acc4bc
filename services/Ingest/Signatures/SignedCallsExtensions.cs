using Yilai.ServiceDefaults.Errors;

namespace Yilai.Ingest.Signatures;

/// <summary>Verification of everything below the contract's base path.</summary>
internal static class SignedCallsExtensions
{
    public const string BasePath = "/hospital/v2";

    public static IServiceCollection AddSignedCalls(this IServiceCollection services) =>
        services.AddSingleton<HospitalKeys>().AddSingleton<Nonces>();

    /// <summary>Comes before the endpoints. Their problem answers are made inside, so that they are signed as well.</summary>
    public static void UseSignedCalls(this WebApplication app) =>
        app.UseWhen(c => c.Request.Path.StartsWithSegments(BasePath), signed => signed.UseMiddleware<SignedCalls>().UseProblemAnswers());
}
