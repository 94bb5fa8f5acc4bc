using System.Text.Json;
using System.Text.Json.Serialization;

namespace Yilai.HospitalSdk.Messages;

/// <summary>Writes an enum as the contract's words, <c>no-show</c>, and reads nothing else, numbers least of all.</summary>
internal sealed class KebabCaseEnum<TEnum>() : JsonStringEnumConverter<TEnum>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false)
    where TEnum : struct, Enum;
