using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Transforms;
using Yilai.Gateway.Tokens;
using Yilai.ServiceDefaults.Security;

namespace Yilai.Gateway.Routing;

/// <summary>
/// The request as it leaves: without anything a client could use to pose as the platform, with who is logged in and
/// where the call came from, and with the path exactly as it was sent, since hospitals sign it.
/// </summary>
/// <param name="route">The public route; null for the frontend's.</param>
/// <param name="sidecarToken">What the sidecar asks of its app.</param>
internal sealed class OutgoingRequest(PublicRoute? route, string? sidecarToken) : RequestTransform
{
    private static readonly string[] Reserved = ["yilai-", "dapr-", "x-forwarded-"];
    private static readonly string[] Addresses = ["Forwarded", "X-Real-IP"];
    private static readonly UriCreationOptions AsSent = new() { DangerousDisablePathAndQueryCanonicalization = true };

    public override ValueTask ApplyAsync(RequestTransformContext context)
    {
        var incoming = context.HttpContext;
        var headers = context.ProxyRequest.Headers;
        var reserved = headers.NonValidated.Select(h => h.Key).Where(IsReserved).ToArray();
        foreach (var name in reserved)
        {
            headers.Remove(name);
        }

        if (incoming.Connection.RemoteIpAddress is { } address)
        {
            headers.TryAddWithoutValidation("X-Forwarded-For", (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString());
        }

        headers.TryAddWithoutValidation("X-Forwarded-Proto", incoming.Request.Scheme);
        headers.TryAddWithoutValidation("X-Forwarded-Host", incoming.Request.Host.Value);
        if (route is not null)
        {
            Address(incoming, headers, route);
        }

        var target = incoming.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        context.ProxyRequest.RequestUri = new Uri(context.DestinationPrefix.TrimEnd('/') + target, AsSent);
        return ValueTask.CompletedTask;
    }

    private void Address(HttpContext incoming, System.Net.Http.Headers.HttpRequestHeaders headers, PublicRoute route)
    {
        headers.TryAddWithoutValidation("dapr-app-id", route.AppId);
        if (sidecarToken is not null)
        {
            headers.TryAddWithoutValidation("dapr-api-token", sidecarToken);
        }

        if (route.Tokens != TokenRule.PassedOn)
        {
            // Services learn who is logged in; the token itself stays here.
            headers.Authorization = null;
        }

        if (incoming.Features.Get<TokenCheck>() is { UserId: { } user })
        {
            headers.TryAddWithoutValidation(CurrentUser.Header, user.ToString());
        }
    }

    private static bool IsReserved(string name) =>
        Reserved.Any(p => name.StartsWith(p, StringComparison.OrdinalIgnoreCase)) || Addresses.Contains(name, StringComparer.OrdinalIgnoreCase);
}
