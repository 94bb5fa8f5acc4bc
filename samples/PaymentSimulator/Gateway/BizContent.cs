using System.Text.Json;
using Yilai.Alipay;

namespace Yilai.PaymentSimulator.Gateway;

/// <summary>The parameters of the business: one JSON object.</summary>
internal sealed class BizContent
{
    private readonly Dictionary<string, string> fields;

    private BizContent(Dictionary<string, string> fields) => this.fields = fields;

    /// <exception cref="RefusalException">It is no JSON object.</exception>
    public static BizContent Parse(string? json)
    {
        if (json is null)
        {
            throw RefusalException.InvalidParameter("缺少biz_content");
        }

        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? new(ReadFields(document.RootElement))
                : throw new RefusalException(Refusals.InvalidParameter);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The second is what text with half a surrogate pair throws.
            throw new RefusalException(Refusals.InvalidParameter);
        }
    }

    /// <summary>Text or a figure; null when it is missing or empty.</summary>
    /// <exception cref="RefusalException">It is too long.</exception>
    public string? Text(string name, int longest) => fields.GetValueOrDefault(name) switch
    {
        null or "" => null,
        var text when text.Length <= longest && !text.Any(char.IsControl) => text,
        _ => throw RefusalException.InvalidParameter($"{name}过长或含有非法字符"),
    };

    /// <inheritdoc cref="Text"/>
    public string Required(string name, int longest) => Text(name, longest) ?? throw RefusalException.InvalidParameter($"{name}不能为空");

    /// <exception cref="RefusalException">It is missing, no amount, or out of range.</exception>
    public decimal Amount(string name, decimal least, decimal most) =>
        AlipayFormats.ReadAmount(Required(name, 32)) is { } amount && amount >= least && amount <= most
            ? amount
            : throw RefusalException.InvalidParameter($"{name}无效");

    /// <exception cref="RefusalException">It is no time.</exception>
    public DateTimeOffset? Time(string name) => Text(name, 32) is not { } text
        ? null
        : AlipayFormats.ReadTime(text) ?? throw RefusalException.InvalidParameter($"{name}格式应为yyyy-MM-dd HH:mm:ss");

    private static Dictionary<string, string> ReadFields(JsonElement content)
    {
        var fields = new Dictionary<string, string>();
        foreach (var field in content.EnumerateObject())
        {
            fields[field.Name] = field.Value.ValueKind switch
            {
                JsonValueKind.String => field.Value.GetString()!,
                JsonValueKind.Null => "",
                _ => field.Value.GetRawText(),
            };
        }

        return fields;
    }
}
