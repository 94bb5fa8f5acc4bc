using Yilai.Sidecar.Apps;
using Yilai.Sidecar.Http;
using Yilai.Sidecar.Resiliency;

namespace Yilai.Sidecar.Actors;

/// <summary>Calls an actor wherever it is, under the policies for its type.</summary>
internal sealed class ActorInvocation(ActorHosts hosts, ActorTurns turns, TimeProvider clock)
{
    private const int BuiltInRetries = 3;
    private static readonly TimeSpan BuiltInWait = TimeSpan.FromSeconds(1);

    /// <summary>What an app asks of an actor.</summary>
    /// <exception cref="ApiError">It failed, in the API's terms.</exception>
    public async Task<ActorAnswer> InvokeAsync(AppRuntime caller, ActorCall call, CancellationToken cancellation)
    {
        await hosts.ReadAsync(caller, cancellation);
        try
        {
            return (await caller.Policies.ActorAsync(caller, call.Actor.Type, token => CallAsync(call, token), cancellation))!;
        }
        catch (Exception error) when (error is ActorServiceException or HttpRequestException or IOException or TimeoutException or CircuitOpenException)
        {
            throw ActorErrors.Invoke(error.Message);
        }
    }

    /// <summary>Nothing if the call was not wanted any more when its turn came.</summary>
    public async Task<ActorAnswer?> CallAsync(ActorCall call, CancellationToken cancellation)
    {
        for (var retries = 0; ; retries++)
        {
            try
            {
                var (host, type) = await hosts.OwnerAsync(call.Actor, cancellation);
                return await turns.CallAsync(host, type, call, cancellation);
            }
            catch (HttpRequestException absent) when (AppChannel.IsAbsent(absent) && retries < BuiltInRetries)
            {
                await Task.Delay(BuiltInWait, clock, cancellation);
            }
        }
    }
}
