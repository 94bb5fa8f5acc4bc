using Yilai.Contracts;
using Yilai.Dictionary.Internal;
using Yilai.Dictionary.Items;
using Yilai.Dictionary.Seed;
using Yilai.ServiceDefaults;
using Yilai.ServiceDefaults.Postgres;
using Yilai.ServiceDefaults.Secrets;

namespace Yilai.Dictionary;

/// <summary>The code lists of the platform (数据字典): administrative divisions, hospital levels, certificate types and others.</summary>
internal static class DictionaryApp
{
    public static async Task<WebApplication> CreateAsync(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        await builder.AddServiceDefaultsAsync(AppIds.Dictionary, SecretNames.Postgres);
        builder.AddPostgres("dictionary");
        builder.Services.AddHostedService<Seeder>();
        builder.Services.AddSingleton<DictionaryStore>();
        builder.Services.AddHostedService<DictionaryReload>();

        var app = builder.Build();
        app.UseServiceDefaults();
        app.MapItems();
        app.MapInternal();
        return app;
    }
}
