using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Yilai.ServiceDefaults.Errors;

/// <summary>Problem answers for everything that is not a handler's own.</summary>
public static class ErrorsExtensions
{
    /// <summary>Adds problem details and the exception handler.</summary>
    public static IServiceCollection AddProblemAnswers(this IServiceCollection services)
    {
        services.AddProblemDetails(o => o.CustomizeProblemDetails = c =>
            c.ProblemDetails.Extensions.TryAdd("code", CodeFor(c.ProblemDetails.Status ?? StatusCodes.Status500InternalServerError)));
        services.AddExceptionHandler<ProblemExceptionHandler>();
        // Otherwise malformed bodies get an empty 400 outside Development.
        services.Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = true);
        return services;
    }

    /// <summary>Writes problem answers for exceptions and for empty error answers such as an unknown path.</summary>
    public static IApplicationBuilder UseProblemAnswers(this IApplicationBuilder app) =>
        app.UseExceptionHandler().UseStatusCodePages();

    private static string CodeFor(int status) => status switch
    {
        StatusCodes.Status400BadRequest => "malformed-request",
        StatusCodes.Status401Unauthorized => "login-required",
        StatusCodes.Status403Forbidden => "forbidden",
        StatusCodes.Status404NotFound => "not-found",
        StatusCodes.Status405MethodNotAllowed => "method-not-allowed",
        StatusCodes.Status413PayloadTooLarge => "body-too-large",
        StatusCodes.Status415UnsupportedMediaType => "unsupported-media-type",
        StatusCodes.Status429TooManyRequests => "too-many-requests",
        StatusCodes.Status502BadGateway or StatusCodes.Status503ServiceUnavailable or StatusCodes.Status504GatewayTimeout => "temporarily-unavailable",
        >= StatusCodes.Status500InternalServerError => "internal-error",
        _ => "request-refused",
    };
}
