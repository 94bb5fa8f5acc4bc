using System.Text.RegularExpressions;
using Dapr;
using Microsoft.AspNetCore.Http.HttpResults;
using Yilai.Notifications.Templates;
using Yilai.ServiceDefaults.Errors;

namespace Yilai.Notifications.TextMessages;

/// <summary>A text message to be sent at once; for other services only.</summary>
internal sealed record TextMessageRequest(string? Phone, string? Template, Dictionary<string, string>? Values);

internal static partial class SendTextMessage
{
    public static async Task<Results<Accepted, ProblemHttpResult>> HandleAsync(
        TextMessageRequest request, TemplateStore templates, TextMessageStore records, TextMessageSender sender, CancellationToken cancellationToken)
    {
        var values = request.Values ?? [];
        var template = await templates.FindAsync(request.Template ?? "", cancellationToken);
        var errors = new FieldErrors()
            .Require(Mobile().IsMatch(request.Phone ?? ""), "phone", "请填写 11 位大陆手机号。")
            .Require(template is not null, "template", "没有这个模板。")
            .Require(template?.Names.All(values.ContainsKey) ?? true, "values", "缺少模板需要的内容。");
        if (errors.Any)
        {
            return errors.ToProblem();
        }

        var phone = request.Phone!;
        var text = template!.Render(values);
        var id = await records.StartAsync(template.Code, phone, template.IsSecret ? null : text, cancellationToken);
        try
        {
            await sender.SendAsync(id, phone, text, cancellationToken);
        }
        catch (DaprException)
        {
            await records.FailAsync(id, "binding-failed", CancellationToken.None);
            return Problems.Unavailable("短信暂时无法发送，请稍后再试。");
        }

        // It is out: the record must say so even if the caller has gone.
        await records.SucceedAsync(id, phone, CancellationToken.None);
        return TypedResults.Accepted((string?)null);
    }

    [GeneratedRegex(@"\A1[3-9][0-9]{9}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Mobile();
}
