using System.Globalization;
using System.Text;
using Dapr.Client;
using Microsoft.Extensions.Options;
using Yilai.Contracts;

namespace Yilai.Notifications.TextMessages;

/// <summary>
/// Hands a text message to the binding. The call carries what any type behind it may need: a provider the number, a file
/// store the name, a plain HTTP gateway the path.
/// </summary>
internal sealed class TextMessageSender(DaprClient dapr, IOptions<TextMessageOptions> options, TimeProvider clock)
{
    /// <exception cref="Dapr.DaprException">The binding failed.</exception>
    public Task SendAsync(Guid id, string phone, string text, CancellationToken cancellationToken)
    {
        var at = clock.GetUtcNow().ToString("yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture);
        var request = new BindingRequest(ComponentNames.Sms, "create")
        {
            Data = Encoding.UTF8.GetBytes($"{options.Value.Signature}{text}（{phone}）"),
        };
        request.Metadata["toNumber"] = phone;
        request.Metadata["fileName"] = $"{at}-{phone}-{id}.txt";
        request.Metadata["path"] = $"/{phone}";
        return dapr.InvokeBindingAsync(request, cancellationToken);
    }
}
