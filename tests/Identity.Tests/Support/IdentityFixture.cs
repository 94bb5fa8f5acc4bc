using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Yilai.Contracts;
using Yilai.TestSupport;

namespace Yilai.Identity.Tests.Support;

/// <summary>The service on a real database and sidecar, with a clock that stands until moved.</summary>
public sealed class IdentityFixture : IAsyncLifetime
{
    private static int s_phones;
    private WebApplication app = null!;

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 3, 10, 2, 0, 0, TimeSpan.Zero));

    public TestPlatform Platform { get; private set; } = null!;

    public NotificationsStub Notifications { get; private set; } = null!;

    public HttpClient Client { get; private set; } = null!;

    /// <summary>A mobile number that no other test uses.</summary>
    public static string NewPhone() => $"138{Interlocked.Increment(ref s_phones).ToString("D8", CultureInfo.InvariantCulture)}";

    public async ValueTask InitializeAsync()
    {
        Platform = await TestPlatform.StartAsync(AppIds.Identity, AppIds.Notifications);
        Notifications = await NotificationsStub.StartAsync(Platform.AddressOf(AppIds.Notifications));
        app = await IdentityApp.CreateAsync([], builder =>
        {
            builder.Configuration.AddInMemoryCollection(Platform.SettingsOf(AppIds.Identity));
            builder.Logging.ClearProviders().AddProvider(Logs);
            builder.Services.AddSingleton<TimeProvider>(Clock);
        });
        await app.StartAsync();
        Client = Platform.ClientOf(AppIds.Identity);
    }

    /// <summary>Everything that the service logged.</summary>
    public LogCollector Logs { get; } = new();

    public T Service<T>()
        where T : notnull => app.Services.GetRequiredService<T>();

    public Task<HttpResponseMessage> PostAsync(string path, object body, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, path, body, headers);

    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, object? body, params (string Name, string Value)[] headers) =>
        Client.SendAsync(method, path, body, headers);

    /// <summary>Logs a number in as a person would.</summary>
    public async Task<LoggedIn> LogInAsync(string? phone = null)
    {
        phone ??= NewPhone();
        using var sent = await PostAsync("/api/auth/phone-codes", new { phone });
        Assert.Equal(HttpStatusCode.Accepted, sent.StatusCode);
        using var answer = await PostAsync("/api/auth/phone-logins", new { phone, code = Notifications.CodesTo(phone)[^1] });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var body = await answer.JsonAsync();
        return new LoggedIn(Guid.Parse((string)body["user"]!["id"]!), phone, (string)body["accessToken"]!, answer.RefreshToken()!, body);
    }

    public async Task<T?> QueryAsync<T>(string sql)
    {
        await using var connection = new NpgsqlConnection(Platform.Database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T?)await command.ExecuteScalarAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        await Notifications.DisposeAsync();
        await Platform.DisposeAsync();
        Logs.Dispose();
    }
}

/// <summary>Who has logged in.</summary>
public sealed record LoggedIn(Guid UserId, string Phone, string AccessToken, string RefreshToken, JsonNode Body)
{
    /// <summary>What the gateway adds to this account's calls.</summary>
    public (string Name, string Value) Header => ("yilai-user-id", UserId.ToString());
}
