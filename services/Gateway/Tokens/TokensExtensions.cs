using Yarp.ReverseProxy.Model;
using Yilai.Contracts;
using Yilai.Gateway.Routing;
using Yilai.ServiceDefaults.Errors;
using Yilai.ServiceDefaults.Invocation;

namespace Yilai.Gateway.Tokens;

/// <summary>Who is logged in.</summary>
internal static class TokensExtensions
{
    private const string Scheme = "Bearer ";

    public static void AddAccessTokens(this WebApplicationBuilder builder)
    {
        builder.Services.AddServiceClient(AppIds.Identity);
        builder.Services.AddSingleton<SigningKeys>();
        builder.Services.AddSingleton<AccessTokenCheck>();
    }

    /// <summary>Judges the token of a public route's call, so that the limits know who calls.</summary>
    public static void UseAccessTokens(this WebApplication app) =>
        app.Use(async (context, next) =>
        {
            if (RuleFor(context) is not (null or TokenRule.PassedOn) && context.Request.Headers.Authorization is { Count: > 0 } headers)
            {
                context.Features.Set(headers is [{ } header] && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
                    ? await context.RequestServices.GetRequiredService<AccessTokenCheck>().JudgeAsync(header[Scheme.Length..].Trim(), context.RequestAborted)
                    : TokenCheck.Invalid);
            }

            await next(context);
        });

    /// <summary>Refuses a bad token, also where nobody need log in: its owner believes to be logged in.</summary>
    public static Task RefuseBadTokensAsync(HttpContext context, RequestDelegate next) =>
        RuleFor(context) == TokenRule.Optional
            ? next(context)
            : context.Features.Get<TokenCheck>()?.Verdict switch
            {
                TokenVerdict.Invalid => RefuseAsync(context),
                TokenVerdict.Unknown => NeighbourAway.Unavailable().ExecuteAsync(context),
                _ => next(context),
            };

    private static TokenRule? RuleFor(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<RouteModel>() is { } route
            ? PublicRoute.All.FirstOrDefault(r => r.Path == route.Config.RouteId)?.Tokens
            : null;

    private static Task RefuseAsync(HttpContext context)
    {
        context.Response.Headers.WWWAuthenticate = "Bearer error=\"invalid_token\"";
        return Problems.Unauthorized("login-required", "登录已过期，请重新登录。").ExecuteAsync(context);
    }
}
