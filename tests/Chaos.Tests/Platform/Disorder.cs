using Yilai.Chaos.Tests.Patients;
using Yilai.Chaos.Tests.Plans;

namespace Yilai.Chaos.Tests.Platform;

/// <summary>All that goes wrong, from the beginning to the end of a chaos.</summary>
internal sealed class Disorder : IDisposable
{
    private readonly ChaosPlatform platform;
    private readonly Plan plan;
    private readonly TimeSpan length;
    private readonly Reaper reaper;
    private readonly FaultSetter faults;
    private readonly Forger forger;

    public Disorder(ChaosPlatform platform, Plan plan, TimeSpan length)
    {
        (this.platform, this.plan, this.length, Clock) = (platform, plan, length, new(platform));
        (reaper, faults, forger) = (new(platform, Clock), new(platform, Clock), new(platform, Clock));
    }

    /// <summary>The plan's time.</summary>
    public ChaosClock Clock { get; }

    /// <summary>Who died, and when.</summary>
    public string Deaths => $"{reaper.Killed} killed: {string.Join(", ", reaper.Deaths)}";

    /// <summary>How many forged and replayed notifications were decided upon.</summary>
    public int Forged => forger.Posted;

    /// <summary>Forged notifications that were acknowledged.</summary>
    public IReadOnlyList<string> Believed => forger.Believed;

    public Task RunAsync() => Task.WhenAll(Clock.RunAsync(length), reaper.RunAsync(plan.Kills), faults.RunAsync(plan.Faults, length), forger.RunAsync(plan.Forgeries));

    /// <summary>Everybody behaves again, and everything runs.</summary>
    public async Task EndAsync()
    {
        await platform.AllBackAsync(Kill.Mortals);
        await faults.EndAsync();
    }

    /// <inheritdoc cref="Forger.ReplayAllAsync"/>
    public Task<int> ReplayAllAsync() => forger.ReplayAllAsync();

    public void Dispose()
    {
        faults.Dispose();
        forger.Dispose();
    }
}
