using System.Text.Json.Nodes;

namespace Yilai.Gateway.Development;

/// <summary>Where every part listens, for people who try the platform out.</summary>
internal static class Addresses
{
    private const string Setting = "DEV_ADDRESSES";

    public static void MapAddresses(this WebApplication app)
    {
        if (app.Environment.IsDevelopment())
        {
            var addresses = JsonNode.Parse(app.Configuration[Setting] is { Length: > 0 } json ? json : "{}")?.AsObject() ?? [];
            app.MapGet("/dev/addresses", () => addresses).ExcludeFromDescription();
        }
    }
}
