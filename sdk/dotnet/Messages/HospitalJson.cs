using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace Yilai.HospitalSdk.Messages;

/// <summary>How the messages are written: camelCase JSON with Chinese as it is.</summary>
public static class HospitalJson
{
    /// <summary>The options; they cannot be changed.</summary>
    public static JsonSerializerOptions Options { get; } = Create();

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        };
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
