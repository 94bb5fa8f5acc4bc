using Yilai.Chaos.Tests.Plans;

namespace Yilai.Chaos.Tests.Platform;

/// <summary>Keeps the simulators as faulty as the plan says; one that was killed comes back without faults and is told again.</summary>
internal sealed class FaultSetter(ChaosPlatform platform, ChaosClock clock) : IDisposable
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(500);
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(2) };

    public async Task RunAsync(IReadOnlyList<FaultChange> changes, TimeSpan length)
    {
        using var pace = new PeriodicTimer(Pace);
        do
        {
            await TrySetAsync(changes.LastOrDefault(change => change.At <= clock.Now) ?? FaultChange.None);
        }
        while (clock.Now < length && await pace.WaitForNextTickAsync());
    }

    /// <summary>From now on everybody behaves.</summary>
    public Task EndAsync() => Eventually.TrueAsync("the simulators are told to behave", () => TrySetAsync(FaultChange.None), TimeSpan.FromMinutes(2));

    public void Dispose() => http.Dispose();

    private async Task<bool> TrySetAsync(FaultChange faults) =>
        await TrySetAsync("simulator", faults.Hospital) & await TrySetAsync("payment-simulator", faults.Payment);

    private async Task<bool> TrySetAsync<TFaults>(string part, TFaults faults)
    {
        try
        {
            using var answer = await http.PutAsJsonAsync(new Uri(platform.AddressOf(part), "simulator/faults"), faults);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }
}
