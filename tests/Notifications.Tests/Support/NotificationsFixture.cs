using System.Globalization;
using System.Text.Json.Nodes;
using Dapr.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Yilai.Contracts;
using Yilai.Contracts.Events;
using Yilai.TestSupport;

namespace Yilai.Notifications.Tests.Support;

/// <summary>The service on a real database, sidecar and file binding, with a clock that stands until moved.</summary>
public sealed class NotificationsFixture : IAsyncLifetime
{
    private static int s_phones;
    private TestPlatform platform = null!;
    private WebApplication app = null!;

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 3, 10, 2, 0, 0, TimeSpan.Zero));

    public LogCollector Logs { get; } = new();

    public IdentityStub Identity { get; private set; } = null!;

    public HttpClient Client { get; private set; } = null!;

    public DaprClient Dapr => app.Services.GetRequiredService<DaprClient>();

    public string SmsFolder => Path.Combine(platform.DataFolder, "sms");

    public static string NewPhone() => $"139{Interlocked.Increment(ref s_phones).ToString("D8", CultureInfo.InvariantCulture)}";

    public async ValueTask InitializeAsync()
    {
        platform = await TestPlatform.StartAsync(AppIds.Notifications, AppIds.Identity);
        Identity = await IdentityStub.StartAsync(platform.AddressOf(AppIds.Identity));
        app = await NotificationsApp.CreateAsync([], builder =>
        {
            builder.Configuration.AddInMemoryCollection(platform.SettingsOf(AppIds.Notifications));
            builder.Logging.ClearProviders().AddProvider(Logs);
            builder.Services.AddSingleton<TimeProvider>(Clock);
        });
        await app.StartAsync();
        Client = platform.ClientOf(AppIds.Notifications);
    }

    /// <summary>The texts of the messages sent to a number.</summary>
    public IReadOnlyList<string> TextsTo(string phone) =>
        Directory.Exists(SmsFolder) ? [.. Directory.GetFiles(SmsFolder, $"*-{phone}-*.txt").Select(File.ReadAllText)] : [];

    /// <summary>Brings an event as the sidecar does.</summary>
    public Task<HttpResponseMessage> BringAsync<TEvent>(TEvent message)
        where TEvent : IIntegrationEvent => Client.SendAsync(HttpMethod.Post, $"/events/{TEvent.Topic}", message);

    public async Task<JsonNode> MessagesOfAsync(Guid userId, string query = "")
    {
        using var answer = await Client.SendAsync(HttpMethod.Get, $"/api/me/messages{query}", null, ("yilai-user-id", userId.ToString()));
        return await answer.JsonAsync();
    }

    /// <summary>A row of the text message records as JSON.</summary>
    public async Task<JsonNode> RecordAsync(string where)
    {
        await using var connection = new NpgsqlConnection(platform.Database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"select to_json(t)::text from notifications.text_message t where {where}", connection);
        return JsonNode.Parse((string)(await command.ExecuteScalarAsync())!)!;
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(platform.Database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        await Identity.DisposeAsync();
        await platform.DisposeAsync();
        Logs.Dispose();
    }
}
