using System.Net;
using Yilai.HospitalSdk;

namespace Yilai.HospitalSimulator.Pushing;

/// <summary>Waits until the platform answers a signed call: the simulator may well be up before it.</summary>
internal sealed partial class AwaitPlatform(HospitalClients clients, TimeProvider time, ILogger<AwaitPlatform> logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    // One hospital that the platform refuses must not keep the others waiting for ever.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public async Task RunAsync(string hospitalCode, CancellationToken cancellationToken)
    {
        using var client = clients.For(hospitalCode);
        var started = time.GetTimestamp();
        var told = "";
        while (time.GetElapsedTime(started) < Patience)
        {
            try
            {
                await client.GetHospitalAsync(cancellationToken);
                return;
            }
            catch (HospitalApiException exception) when (exception.Status == HttpStatusCode.NotFound && exception.Code != "http-404")
            {
                return; // it knows the key and only waits for the hospital
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                var reason = (exception as HospitalApiException)?.Code ?? exception.Message;
                if (reason != told)
                {
                    told = reason;
                    LogWaiting(reason);
                }
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    [LoggerMessage(LogLevel.Information, "Waiting for the platform: {Reason}")]
    private partial void LogWaiting(string reason);
}
