using System.Text.RegularExpressions;
using Npgsql;
using Yilai.Sidecar.Components;

namespace Yilai.Sidecar.State;

/// <summary>Turns the connection metadata of Dapr (a postgres:// address, or key=value pairs as libpq has them) into Npgsql's.</summary>
internal static partial class PostgresConnection
{
    public static string Read(ComponentMetadata metadata, TimeSpan timeout)
    {
        var text = metadata.Text("connectionString", "url");
        var builder = text is null ? new NpgsqlConnectionStringBuilder()
            : text.StartsWith("postgres://", StringComparison.Ordinal) || text.StartsWith("postgresql://", StringComparison.Ordinal) ? FromUrl(text)
            : FromPairs(text);
        if (metadata.Text("host", "hostaddr") is { } host)
            builder.Host = host;
        if (metadata.Text("port") is not null)
            builder.Port = metadata.Number("port", 5432);
        builder.Database = metadata.Text("database") ?? builder.Database;
        builder.Username = metadata.Text("user") ?? builder.Username;
        builder.Password = metadata.Text("password") ?? builder.Password;
        if (string.IsNullOrEmpty(builder.Host))
            throw new ComponentException("its metadata 'connectionString' is missing; add it");

        if (metadata.Number("maxConns", 0) is > 0 and var most)
            builder.MaxPoolSize = most;
        else if (builder.MaxPoolSize == 100)
            builder.MaxPoolSize = 16; // One process serves every app: more connections would only wait on the same disk.
        builder.CommandTimeout = Math.Max(1, (int)timeout.TotalSeconds);
        builder.Timeout = Math.Clamp((int)timeout.TotalSeconds, 1, 5);
        builder.ApplicationName ??= "dapr";
        builder.MaxAutoPrepare = 16;
        return builder.ConnectionString;
    }

    private static NpgsqlConnectionStringBuilder FromUrl(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url))
            throw Unreadable();
        var credentials = url.UserInfo.Split(':', 2);
        var builder = new NpgsqlConnectionStringBuilder
        {
            Host = url.Host,
            Port = url.IsDefaultPort || url.Port < 0 ? 5432 : url.Port,
            Database = Uri.UnescapeDataString(url.AbsolutePath.TrimStart('/')),
            Username = Uri.UnescapeDataString(credentials[0]),
            Password = credentials.Length > 1 ? Uri.UnescapeDataString(credentials[1]) : null,
        };
        foreach (var pair in url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = pair.Split('=', 2);
            Set(builder, parts[0], parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : "");
        }
        return builder;
    }

    private static NpgsqlConnectionStringBuilder FromPairs(string text)
    {
        if (text.Contains(';', StringComparison.Ordinal))
        {
            try
            {
                return new NpgsqlConnectionStringBuilder(text);
            }
            catch (ArgumentException error)
            {
                throw new ComponentException($"its connection string cannot be read: {error.Message}", error) { Field = "connectionString" };
            }
        }
        var builder = new NpgsqlConnectionStringBuilder();
        foreach (Match pair in Pair().Matches(text))
            Set(builder, pair.Groups["name"].Value, pair.Groups["quoted"].Success ? pair.Groups["quoted"].Value : pair.Groups["plain"].Value);
        return builder;
    }

    /// <summary>Settings of the Go driver's pool that Npgsql has no use for are passed over.</summary>
    private static void Set(NpgsqlConnectionStringBuilder builder, string name, string value)
    {
        switch (name)
        {
            case "host" or "hostaddr": builder.Host = value; break;
            case "port": builder.Port = int.TryParse(value, out var port) ? port : throw Unreadable(); break;
            case "user": builder.Username = value; break;
            case "password": builder.Password = value; break;
            case "dbname" or "database": builder.Database = value; break;
            case "sslmode": builder.SslMode = Enum.TryParse<SslMode>(value.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var mode) ? mode : throw Unreadable(); break;
            case "search_path": builder.SearchPath = value; break;
            case "application_name": builder.ApplicationName = value; break;
            case "pool_max_conns": builder.MaxPoolSize = int.TryParse(value, out var most) && most > 0 ? most : throw Unreadable(); break;
            default: break;
        }
    }

    private static ComponentException Unreadable() => new("its connection string cannot be read; write it as postgres://user:password@host:port/database");

    [GeneratedRegex(@"(?<name>\w+)\s*=\s*(?:'(?<quoted>[^']*)'|(?<plain>\S*))")]
    private static partial Regex Pair();
}
