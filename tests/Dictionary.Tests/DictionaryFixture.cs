using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Npgsql;
using Yilai.ServiceDefaults.Json;
using Yilai.TestSupport;

namespace Yilai.Dictionary.Tests;

/// <summary>The dictionary service on a free port, with a fresh database.</summary>
public sealed class DictionaryFixture : IAsyncLifetime
{
    private const string AppToken = "app-token";
    private WebApplication? app;

    public HttpClient Client { get; private set; } = new();

    internal string ConnectionString { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        ConnectionString = await TestPostgres.CreateDatabaseAsync();
        app = await StartAsync(ConnectionString);
        Client.Dispose();
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        Client.DefaultRequestHeaders.Add("dapr-api-token", AppToken);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (app is not null)
        {
            await app.DisposeAsync();
        }
    }

    internal static async Task<WebApplication> StartAsync(string connectionString)
    {
        var app = await DictionaryApp.CreateAsync(
        [
            $"--ConnectionStrings:postgres={connectionString}", $"--APP_API_TOKEN={AppToken}", "--urls=http://127.0.0.1:0", "--Logging:LogLevel:Default=Warning",
        ]);
        await app.StartAsync();
        return app;
    }

    internal async Task<T> GetAsync<T>(string path) =>
        await Client.GetFromJsonAsync<T>(new Uri(path, UriKind.Relative), JsonSettings.Web) ?? throw new InvalidOperationException($"{path} answered null.");

    internal async Task<NpgsqlConnection> OpenDatabaseAsync()
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(ConnectionString) { SearchPath = "dictionary" }.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }
}
