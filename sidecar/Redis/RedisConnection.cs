using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using StackExchange.Redis;
using Yilai.Sidecar.Components;

namespace Yilai.Sidecar.Redis;

/// <summary>Reads the connection metadata that all Redis components of Dapr share, and connects.</summary>
internal static class RedisConnection
{
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(250);

    [SuppressMessage("Security", "CA5359:Do Not Disable Certificate Validation", Justification = "The operator's YAML asks for it by name: insecureSkipTLSVerify.")]
    public static ConfigurationOptions Read(ComponentMetadata metadata)
    {
        var options = new ConfigurationOptions
        {
            User = metadata.Text("redisUsername"),
            Password = metadata.Text("redisPassword"),
            DefaultDatabase = metadata.Number("redisDB", 0),
            Ssl = metadata.Flag("enableTLS"),
            ConnectTimeout = (int)Duration(metadata, "dialTimeout", TimeSpan.FromSeconds(5)).TotalMilliseconds,
            AsyncTimeout = (int)Duration(metadata, "readTimeout", TimeSpan.FromSeconds(3)).TotalMilliseconds + 2000,
            ServiceName = metadata.Flag("failover") ? metadata.Required("sentinelMasterName") : null,
            AbortOnConnectFail = false,
            // Whoever calls while the server is away is told so, instead of waiting for a time-out.
            BacklogPolicy = BacklogPolicy.FailFast,
            ReconnectRetryPolicy = new LinearRetry(500),
            ClientName = "dapr",
        };
        if (metadata.Flag("useEntraID"))
            throw new ComponentException("its metadata 'useEntraID' is for Azure's identities, which only daprd has; use redisPassword") { Field = "useEntraID" };
        var port = metadata.Number("redisPort", 6379);
        foreach (var host in metadata.Required("redisHost").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            options.EndPoints.Add(host.Contains(':', StringComparison.Ordinal) ? host : $"{host}:{port}");
        if (metadata.Flag("insecureSkipTLSVerify"))
            options.CertificateValidation += (_, _, _, _) => true;
        if (metadata.Text("clientCert") is { } certificate)
            options.CertificateSelection += (_, _, _, _, _) => X509Certificate2.CreateFromPem(certificate, metadata.Required("clientKey"));
        return options;
    }

    /// <summary>Durations of Redis components: a bare number counts milliseconds.</summary>
    public static TimeSpan Duration(ComponentMetadata metadata, string name, TimeSpan fallback) =>
        metadata.Text(name) is { } text && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
            ? TimeSpan.FromMilliseconds(milliseconds)
            : metadata.Duration(fallback, name);

    /// <summary>Waits for a server that is still starting, until the component's time is over.</summary>
    public static async Task<ConnectionMultiplexer> OpenAsync(ConfigurationOptions options, TimeProvider clock, CancellationToken cancellation)
    {
        var connection = await ConnectionMultiplexer.ConnectAsync(options);
        var last = "it does not answer";
        try
        {
            while (true)
            {
                try
                {
                    await connection.GetDatabase().PingAsync().WaitAsync(cancellation);
                    return connection;
                }
                catch (RedisException error)
                {
                    last = Reason(error);
                }
                await Task.Delay(BetweenTries, clock, cancellation);
            }
        }
        catch (OperationCanceledException error)
        {
            await connection.DisposeAsync();
            throw new ComponentException($"Redis is not reachable: {last}; see whether it runs at its redisHost and takes its redisPassword", error);
        }
    }

    /// <summary>The driver's messages end in its own statistics, which are for nobody here.</summary>
    public static string Reason(Exception error)
    {
        var inner = error is RedisConnectionException && error.InnerException is RedisConnectionException cause ? cause : error;
        return inner is RedisConnectionException or RedisTimeoutException ? $"no connection to Redis ({inner.Message.Split([',', ';', '\n'], 2)[0]})" : inner.Message;
    }
}
