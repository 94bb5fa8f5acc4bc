using Microsoft.Extensions.Configuration;

namespace Yilai.ServiceDefaults.Invocation;

/// <summary>Where this app's own sidecar listens, by the settings that Dapr itself uses.</summary>
public static class SidecarAddress
{
    /// <summary>The sidecar's HTTP address, without a slash at its end.</summary>
    public static string GetSidecarHttpAddress(this IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return configuration["DAPR_HTTP_ENDPOINT"] is { Length: > 0 } endpoint
            ? endpoint.TrimEnd('/')
            : $"http://127.0.0.1:{configuration["DAPR_HTTP_PORT"] ?? "3500"}";
    }

    /// <summary>The token that the sidecar asks of its app, if any.</summary>
    public static string? GetSidecarToken(this IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return configuration["DAPR_API_TOKEN"] is { Length: > 0 } token ? token : null;
    }

    internal static string? GetSidecarGrpcAddress(this IConfiguration configuration) =>
        configuration["DAPR_GRPC_ENDPOINT"] is { Length: > 0 } endpoint ? endpoint : null;
}
