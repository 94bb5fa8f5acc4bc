using System.Text.Json;
using Yilai.Sidecar.Http;

namespace Yilai.Sidecar.Secrets;

/// <summary>/v1.0/secrets</summary>
internal sealed class SecretHttpApi(SecretOperations secrets) : IHttpApi
{
    public IReadOnlyList<ApiRoute> Routes =>
    [
        new(ApiRoute.Get, "secrets/{store}/bulk", GetAllAsync),
        new(ApiRoute.Get, "secrets/{store}/{**name}", GetAsync),
    ];

    private async Task GetAsync(ApiCall call)
    {
        var values = await secrets.GetAsync(call.App, call[0], call.Rest(1), call.Cancellation);
        await call.WriteJsonAsync(json => Write(json, values));
    }

    private async Task GetAllAsync(ApiCall call)
    {
        var all = await secrets.GetAllAsync(call.App, call[0], call.Cancellation);
        await call.WriteJsonAsync(json =>
        {
            json.WriteStartObject();
            foreach (var (name, values) in all)
            {
                json.WritePropertyName(name);
                Write(json, values);
            }
            json.WriteEndObject();
        });
    }

    private static void Write(Utf8JsonWriter json, IReadOnlyDictionary<string, string> values)
    {
        json.WriteStartObject();
        foreach (var (name, value) in values)
            json.WriteString(name, value);
        json.WriteEndObject();
    }
}
