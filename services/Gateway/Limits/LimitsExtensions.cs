using System.Globalization;
using System.Net;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Yilai.Gateway.Tokens;
using Yilai.ServiceDefaults.Errors;

namespace Yilai.Gateway.Limits;

/// <summary>Rate limits per address and per user.</summary>
internal static class LimitsExtensions
{
    public static void AddLimits(this WebApplicationBuilder builder)
    {
        var options = builder.Configuration.GetSection(LimitOptions.Section).Get<LimitOptions>() ?? new LimitOptions();
        builder.Services.AddRateLimiter(limiter =>
        {
            limiter.GlobalLimiter = PartitionedRateLimiter.CreateChained(
                PartitionedRateLimiter.Create<HttpContext, string>(c => PartitionOf(AddressOf(c), options.Address)),
                PartitionedRateLimiter.Create<HttpContext, string>(c => PartitionOf(c.Features.Get<TokenCheck>()?.UserId?.ToString(), options.User)));
            limiter.OnRejected = RefuseAsync;
        });
    }

    /// <summary>The caller's address; for IPv6 its network, of which one customer has all addresses. None for this machine's own.</summary>
    internal static string? AddressOf(HttpContext context)
    {
        if (context.Connection.RemoteIpAddress is not { } address || IPAddress.IsLoopback(address))
        {
            return null;
        }

        if (address.IsIPv4MappedToIPv6 || address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork)
        {
            return address.MapToIPv4().ToString();
        }

        return Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8));
    }

    private static RateLimitPartition<string> PartitionOf(string? key, LimitOptions.Bucket bucket) =>
        key is null
            ? RateLimitPartition.GetNoLimiter(string.Empty)
            : RateLimitPartition.GetTokenBucketLimiter(key, _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = bucket.Burst,
                TokensPerPeriod = bucket.PerSecond,
                ReplenishmentPeriod = TimeSpan.FromSeconds(1),
                AutoReplenishment = false,
            });

    private static async ValueTask RefuseAsync(OnRejectedContext context, CancellationToken cancellationToken)
    {
        var wait = context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromSeconds(1);
        context.HttpContext.Response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        await Problems.TooMany("too-many-requests", "请求过于频繁，请稍后再试。").ExecuteAsync(context.HttpContext);
    }
}
