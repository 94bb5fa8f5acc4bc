using Yarp.ReverseProxy.Forwarder;
using Yilai.ServiceDefaults.Errors;

namespace Yilai.Gateway.Routing;

/// <summary>A sidecar or frontend that cannot be reached, or that is silent for too long, is a 503 like any absent neighbour.</summary>
internal static partial class NeighbourAway
{
    public static async Task AnswerAsync(HttpContext context, RequestDelegate next)
    {
        await next(context);
        if (context.GetForwarderErrorFeature() is not { } failure || context.Response.HasStarted)
        {
            return;
        }

        if (context.Response.StatusCode is StatusCodes.Status502BadGateway or StatusCodes.Status503ServiceUnavailable or StatusCodes.Status504GatewayTimeout)
        {
            var logger = context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(NeighbourAway));
            Away(logger, context.GetReverseProxyFeature().Cluster.Config.ClusterId, failure.Error);
            await Unavailable().ExecuteAsync(context);
        }
        else if (context.Response.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            await Limits.BodyLimits.TooLarge().ExecuteAsync(context);
        }
    }

    public static IResult Unavailable() => Problems.Unavailable("服务暂时不可用，请稍后再试。");

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Cluster} could not answer: {Error}")]
    private static partial void Away(ILogger logger, string cluster, ForwarderError error);
}
