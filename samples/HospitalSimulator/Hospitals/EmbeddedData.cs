using System.Text.Json;
using Yilai.HospitalSdk.Messages;

namespace Yilai.HospitalSimulator.Hospitals;

/// <summary>Reads the JSON files that are part of the assembly.</summary>
internal static class EmbeddedData
{
    public static T Read<T>(string name)
    {
        using var stream = typeof(EmbeddedData).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} is not embedded.");
        return JsonSerializer.Deserialize<T>(stream, HospitalJson.Options)
            ?? throw new InvalidOperationException($"{name} is empty.");
    }
}
