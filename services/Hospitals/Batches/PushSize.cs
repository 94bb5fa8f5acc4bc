using Microsoft.AspNetCore.Mvc;

namespace Yilai.Hospitals.Batches;

/// <summary>How large a push may be.</summary>
internal static class PushSize
{
    /// <summary>What ingest lets through: 500 departments with long introductions, in Chinese, fit.</summary>
    private const int MaxBodyBytes = 4 * 1024 * 1024;

    public static RouteHandlerBuilder TakesPushes(this RouteHandlerBuilder endpoint) =>
        endpoint.WithMetadata(new RequestSizeLimitAttribute(MaxBodyBytes));
}
