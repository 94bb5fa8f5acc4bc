using System.Net;
using System.Text.Json;

namespace Yilai.Chaos.Tests.Patients;

/// <summary>What the platform decided: anything but "not now".</summary>
internal sealed record Answer(HttpStatusCode Status, JsonElement Body)
{
    public string? Code => Body.ValueKind == JsonValueKind.Object && Body.TryGetProperty("code", out var code) ? code.GetString() : null;

    public string Text(string property) => Body.GetProperty(property).ToString();
}
