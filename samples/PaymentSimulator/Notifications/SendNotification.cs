using System.Net.Http.Headers;
using System.Text.Json;
using Yilai.Alipay;
using Yilai.PaymentSimulator.Faults;
using Yilai.PaymentSimulator.Keys;

namespace Yilai.PaymentSimulator.Notifications;

/// <summary>Sends a notification, signed at that moment.</summary>
internal sealed partial class SendNotification(HttpClient http, PaymentKeys keys, FaultSwitch faults, TimeProvider time, ILogger<SendNotification> logger)
{
    private const int LongestAnswer = 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Whether the merchant took it.</summary>
    public async Task<bool> RunAsync(Notification notification, CancellationToken cancellationToken)
    {
        if (FaultSwitch.Strikes(faults.Faults.NotifyDrop))
        {
            return false;
        }

        var sendings = FaultSwitch.Strikes(faults.Faults.NotifyTwice) ? 2 : 1;
        var taken = await Task.WhenAll(Enumerable.Range(0, sendings).Select(_ => SendAsync(notification, cancellationToken)));
        return taken.Contains(true);
    }

    private async Task<bool> SendAsync(Notification notification, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        using var content = new FormUrlEncodedContent(Signed(notification));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-www-form-urlencoded", "utf-8");
        using var request = new HttpRequestMessage(HttpMethod.Post, notification.Url) { Content = content };
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            var answer = await ReadAsync(response, either.Token);
            if (response.IsSuccessStatusCode && answer == AlipayCodes.NotificationTaken)
            {
                return true;
            }

            LogNotTaken(notification.Id, (int)response.StatusCode);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            LogNotReached(notification.Id, exception.Message);
        }

        return false;
    }

    private Dictionary<string, string> Signed(Notification notification)
    {
        var parameters = JsonSerializer.Deserialize<Dictionary<string, string>>(notification.Content)!;
        foreach (var name in parameters.Where(parameter => parameter.Value.Length == 0).Select(parameter => parameter.Key).ToList())
        {
            parameters.Remove(name);
        }

        parameters["notify_time"] = AlipayFormats.Time(time.GetUtcNow());
        parameters["sign_type"] = AlipaySignature.Type;
        parameters[AlipaySignature.Parameter] = keys.Sign(AlipaySignature.ContentOfNotification(parameters));
        return parameters;
    }

    private static async Task<string> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var buffer = new char[LongestAnswer];
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken));
        return new string(buffer, 0, await reader.ReadBlockAsync(buffer, cancellationToken));
    }

    [LoggerMessage(LogLevel.Information, "Notification {Id} was not taken: status {Status}, or another body than success")]
    private partial void LogNotTaken(long id, int status);

    [LoggerMessage(LogLevel.Information, "Notification {Id} was not answered: {Reason}")]
    private partial void LogNotReached(long id, string reason);
}
