using System.Text;
using System.Text.Json;
using Yilai.Alipay;

namespace Yilai.Orders.Payments.Alipay;

/// <summary>What Alipay answered and signed.</summary>
internal sealed record AlipayAnswer(JsonElement Content)
{
    public string? Code => Text("code");

    /// <summary>Which rule refused it.</summary>
    public string? SubCode => Text("sub_code");

    public bool IsSuccess => Code == AlipayCodes.Success;

    /// <summary>Whether nobody has opened the payment page yet.</summary>
    public bool IsUnknownTrade => SubCode == AlipayCodes.TradeNotExist;

    public string? Text(string name) =>
        Content.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>Reads an answer, whose signature covers the exact text of the member named after the method.</summary>
    /// <exception cref="AlipayException">It is not signed by Alipay, or is none of its answers.</exception>
    public static AlipayAnswer Read(AlipayAccount account, string method, ReadOnlySpan<byte> json)
    {
        try
        {
            var node = AlipayMethods.ResponseNode(method);
            var reader = new Utf8JsonReader(json);
            string? signed = null, signature = null;
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString();
                reader.Read();
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                if (name == node)
                {
                    signed = Encoding.UTF8.GetString(json[start..(int)reader.BytesConsumed]);
                }
                else if (name == AlipaySignature.Parameter && reader.TokenType == JsonTokenType.String)
                {
                    signature = reader.GetString();
                }
            }

            return signed is not null && account.Verify(signed, signature)
                ? new AlipayAnswer(JsonSerializer.Deserialize<JsonElement>(signed))
                : throw new AlipayException($"{method}: the answer bears no valid signature.");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new AlipayException($"{method}: the answer is not Alipay's JSON.", e);
        }
    }
}
