using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using Yilai.Alipay;

namespace Yilai.Orders.Payments.Alipay;

/// <summary>A signed request to Alipay's gateway, as a form or as the query of an address.</summary>
internal static class AlipayRequest
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public static string Form(AlipayAccount account, string method, JsonObject content, DateTimeOffset now, params (string Name, string Value)[] more)
    {
        var parameters = new Dictionary<string, string>
        {
            ["app_id"] = account.AppId,
            ["method"] = method,
            ["format"] = "JSON",
            ["charset"] = "utf-8",
            ["sign_type"] = AlipaySignature.Type,
            ["timestamp"] = AlipayFormats.Time(now),
            ["version"] = "1.0",
            ["biz_content"] = content.ToJsonString(Plain),
        };
        foreach (var (name, value) in more)
        {
            parameters[name] = value;
        }

        parameters[AlipaySignature.Parameter] = account.Sign(AlipaySignature.ContentOfRequest(parameters));
        return string.Join('&', parameters.Select(p => $"{p.Key}={Uri.EscapeDataString(p.Value)}"));
    }
}
