using Yilai.Contracts;

namespace Yilai.Gateway.Routing;

/// <summary>What an <c>Authorization</c> header on a route is.</summary>
internal enum TokenRule
{
    /// <summary>An access token; a bad one is refused, none means nobody is logged in.</summary>
    Checked,

    /// <summary>An access token that may be bad: whoever asks for a new one still holds the old one.</summary>
    Optional,

    /// <summary>The service's own affair, passed on as it came.</summary>
    PassedOn,
}

/// <summary>A public path and the service that answers it.</summary>
/// <param name="Path">The path's pattern.</param>
/// <param name="AppId">The service.</param>
/// <param name="MaxBodyBytes">The largest request body.</param>
/// <param name="Tokens">What its <c>Authorization</c> header is.</param>
internal sealed record PublicRoute(string Path, string AppId, long MaxBodyBytes = PublicRoute.ApiBodyBytes, TokenRule Tokens = TokenRule.Checked)
{
    /// <summary>Bodies that people send.</summary>
    public const long ApiBodyBytes = 1024 * 1024;

    /// <summary>Bodies that hospitals send: under the 4 MiB of a Dapr sidecar, its envelope included.</summary>
    public const long HospitalBodyBytes = (4 * 1024 * 1024) - (64 * 1024);

    /// <summary>Everything that is public. What is not here, <c>/internal</c> and <c>/events</c> of the services above all, is not reachable.</summary>
    public static readonly IReadOnlyList<PublicRoute> All =
    [
        new("/.well-known/jwks.json", AppIds.Identity),
        new("/api/auth/{**rest}", AppIds.Identity, Tokens: TokenRule.Optional),
        new("/api/me", AppIds.Identity),
        new("/api/me/patients/{**rest}", AppIds.Identity),
        new("/api/me/messages/{**rest}", AppIds.Notifications),
        new("/api/me/bans", AppIds.Orders),
        new("/api/me/waitlist/{**rest}", AppIds.Orders),
        new("/api/dictionary/{**rest}", AppIds.Dictionary),
        new("/api/hospitals/{**rest}", AppIds.Hospitals),
        new("/api/hospitals/{code}/rules", AppIds.Orders),
        new("/api/orders/{**rest}", AppIds.Orders),
        new("/api/schedules/{**rest}", AppIds.Orders),
        // The payment provider signs what it says.
        new("/api/payments/{**rest}", AppIds.Orders, Tokens: TokenRule.PassedOn),
        // Operators start tasks, and read and settle differences, with a key of their own.
        new("/api/tasks/{**rest}", AppIds.Orders, Tokens: TokenRule.PassedOn),
        new("/api/differences/{**rest}", AppIds.Orders, Tokens: TokenRule.PassedOn),
        // Hospitals sign their calls; ingest checks the signature over exactly what was sent.
        new("/hospital/v2/{**rest}", AppIds.Ingest, HospitalBodyBytes, TokenRule.PassedOn),
    ];

    /// <summary>Paths that never leave for the frontend either: an unknown API path is an API's 404, and Dapr's own paths do not exist here.</summary>
    public static readonly IReadOnlyList<string> Closed =
        ["/api/{**rest}", "/internal/{**rest}", "/events/{**rest}", "/dapr/{**rest}", "/v1.0/{**rest}", "/v1.0-alpha1/{**rest}", "/v1.0-beta1/{**rest}"];
}
