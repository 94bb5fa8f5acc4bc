using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Yilai.Alipay;
using Yilai.PaymentSimulator.Keys;

namespace Yilai.PaymentSimulator.Gateway;

/// <summary>Writes the gateway's answers: the node that is signed, and its signature.</summary>
internal sealed class Answers(PaymentKeys keys)
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // What fails before the gateway knows whose keys to use is not signed.
    private static readonly Refusal[] Unsigned = [Refusals.MissingMethod, Refusals.InvalidMethod, Refusals.MissingAppId, Refusals.InvalidAppId];

    public string Success(string method, JsonObject fields) => Signed(
        AlipayMethods.ResponseNode(method), Join(new JsonObject { ["code"] = AlipayCodes.Success, ["msg"] = "Success" }, fields));

    public string Refused(string? method, RefusalException refused)
    {
        var refusal = refused.Refusal;
        var node = Join(
            new JsonObject { ["code"] = refusal.Code, ["msg"] = refusal.Kind, ["sub_code"] = refusal.SubCode, ["sub_msg"] = refusal.Message }, refused.Echo);
        var name = method is null || refusal == Refusals.InvalidMethod ? "error_response" : AlipayMethods.ResponseNode(method);
        return Unsigned.Contains(refusal) ? $$"""{{{Name(name)}}:{{node}}}""" : Signed(name, node);
    }

    private static string Name(string name) => JsonSerializer.Serialize(name);

    private string Signed(string name, string node) => $$"""{{{Name(name)}}:{{node}},"sign":"{{keys.Sign(node)}}"}""";

    private static string Join(JsonObject node, JsonObject? more)
    {
        foreach (var (name, value) in more ?? [])
        {
            node[name] = value?.DeepClone();
        }

        return node.ToJsonString(Plain);
    }
}
