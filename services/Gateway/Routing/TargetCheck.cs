using Microsoft.AspNetCore.Http.Features;
using Yilai.ServiceDefaults.Errors;

namespace Yilai.Gateway.Routing;

/// <summary>
/// The path goes on as it was sent, while routing looks at it decoded and with its dot segments resolved. A target for
/// which the two would differ in meaning is refused, so that nobody behind the gateway can read it as another path.
/// </summary>
internal static class TargetCheck
{
    public static void UseTargetCheck(this WebApplication app) =>
        app.Use((context, next) => IsPlain(context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget)
            ? next(context)
            : Problems.BadRequest("malformed-request", "请求地址不规范。").ExecuteAsync(context));

    internal static bool IsPlain(string target)
    {
        var end = target.IndexOf('?', StringComparison.Ordinal);
        var path = end < 0 ? target : target[..end];
        return path.StartsWith('/')
            && !path.Contains('#', StringComparison.Ordinal)
            && path.Split('/').Select(Uri.UnescapeDataString).All(IsPlainSegment);
    }

    /// <summary>Not a dot segment, and without a separator or a control character in disguise.</summary>
    private static bool IsPlainSegment(string segment) =>
        segment is not ("." or "..") && !segment.Any(c => c is '/' or '\\' || char.IsControl(c));
}
