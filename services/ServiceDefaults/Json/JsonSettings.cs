using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;

namespace Yilai.ServiceDefaults.Json;

/// <summary>The one way JSON is read and written: camelCase, enums in kebab-case, clock times as 08:30, Chinese as itself, absent optionals left out.</summary>
public static class JsonSettings
{
    /// <summary>Options for internal calls and events.</summary>
    public static readonly JsonSerializerOptions Web = Apply(new JsonSerializerOptions(JsonSerializerDefaults.Web));

    /// <summary>Applies the settings to options that a framework owns.</summary>
    public static JsonSerializerOptions Apply(JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false));
        options.Converters.Add(new ClockTimeConverter());
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        // The web defaults also read numbers from strings, which every generated client would then see as "number or string".
        options.NumberHandling = JsonNumberHandling.Strict;
        options.Encoder = JavaScriptEncoder.Create(UnicodeRanges.All);
        return options;
    }
}
