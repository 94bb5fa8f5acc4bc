using System.Net;

namespace Yilai.Chaos.Tests.Patients;

/// <summary>The payment provider's page, as a person's browser has it before them.</summary>
internal sealed class PaymentPage : IDisposable
{
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = TimeSpan.FromSeconds(20) };

    /// <summary>Presses a button until something happens.</summary>
    /// <returns>Whether the page took it; it does not when the trade is paid or closed.</returns>
    public async Task<bool> PressAsync(Uri address, string action)
    {
        var pauses = new Pauses();
        do
        {
            try
            {
                using var form = new FormUrlEncodedContent([new("action", action)]);
                using var answer = await http.PostAsync(address, form);
                if (answer.StatusCode < HttpStatusCode.InternalServerError)
                {
                    return answer.StatusCode == HttpStatusCode.SeeOther;
                }
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException or IOException)
            {
                // It was killed, and comes back.
            }
        }
        while (await pauses.WaitAsync());

        throw new TimeoutException("The payment page does not come back.");
    }

    public void Dispose() => http.Dispose();
}
