using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Yilai.ServiceDefaults.Json;

/// <summary>Clock times as hospitals write them: <c>08:30</c>.</summary>
internal sealed class ClockTimeConverter : JsonConverter<TimeOnly>
{
    public const string Format = "HH:mm";

    private static readonly string[] Accepted = [Format, "HH:mm:ss"];

    public override TimeOnly Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String
        && TimeOnly.TryParseExact(reader.GetString(), Accepted, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? time
            : throw new JsonException("A clock time is written as 08:30.");

    public override void Write(Utf8JsonWriter writer, TimeOnly value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString(Format, CultureInfo.InvariantCulture));
}
