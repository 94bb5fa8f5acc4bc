using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Model;
using Yilai.Gateway.Routing;
using Yilai.ServiceDefaults.Errors;

namespace Yilai.Gateway.Limits;

/// <summary>
/// How large a request body may be: refused at once when its length is told, else as soon as it has passed the limit.
/// Kestrel's own limit would cut the connection in the middle of a client's sending, and most then never see the answer.
/// </summary>
internal static class BodyLimits
{
    public static void UseBodyLimits(this WebApplication app) =>
        app.Use((context, next) =>
        {
            var limit = LimitFor(context);
            if (context.Request.ContentLength > limit)
            {
                return TooLarge().ExecuteAsync(context);
            }

            if (context.Request.ContentLength is null && context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true })
            {
                context.Request.Body = new LimitedBody(context.Request.Body, limit);
            }

            return next(context);
        });

    public static IResult TooLarge() => Problems.Of(StatusCodes.Status413PayloadTooLarge, "body-too-large", "请求内容过大。");

    private static long LimitFor(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<RouteModel>() is { } route
            && PublicRoute.All.FirstOrDefault(r => r.Path == route.Config.RouteId) is { } known
                ? known.MaxBodyBytes
                : PublicRoute.ApiBodyBytes;
}
