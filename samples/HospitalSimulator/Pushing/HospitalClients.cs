using Yilai.HospitalSdk;

namespace Yilai.HospitalSimulator.Pushing;

/// <summary>A client for each hospital, over connections that all of them share.</summary>
internal sealed class HospitalClients(SimulatorSettings settings, TimeProvider time) : IDisposable
{
    private readonly SocketsHttpHandler connections = new() { AllowAutoRedirect = false };

    public HospitalClient For(string hospitalCode) => new(settings.Gateway, settings.Keys[hospitalCode], connections, time);

    public void Dispose() => connections.Dispose();
}
