using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Yilai.Chaos.Tests.Plans;

namespace Yilai.Chaos.Tests.Platform;

/// <summary>Kills what the plan says, when it says so.</summary>
internal sealed class Reaper(ChaosPlatform platform, ChaosClock clock)
{
    // The database runs below a launcher, which is not what an operator's machine would lose.
    private static readonly Dictionary<string, string> Below = new() { ["postgres"] = "postgres" };

    /// <summary>What died, and when; what was not there to be killed is in brackets.</summary>
    public List<string> Deaths { get; } = [];

    /// <summary>How many were killed.</summary>
    public int Killed { get; private set; }

    public async Task RunAsync(IEnumerable<Kill> kills)
    {
        foreach (var kill in kills)
        {
            await clock.UntilAsync(kill.At);
            var dead = TryKill(kill.Part);
            Killed += dead ? 1 : 0;
            Deaths.Add(string.Create(CultureInfo.InvariantCulture, $"{clock.Now.TotalSeconds:0.0} {(dead ? kill.Part : $"({kill.Part})")}"));
        }
    }

    private bool TryKill(string part)
    {
        if (platform.ProcessIdOf(part) is not { } pid)
        {
            return false;
        }

        try
        {
            using var process = Process.GetProcessById(Below.TryGetValue(part, out var program) ? FindBelow(pid, program) ?? pid : pid);
            process.Kill();
            return true;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or IOException or Win32Exception)
        {
            // It has just died of something else.
            return false;
        }
    }

    /// <summary>The topmost process of a name below another.</summary>
    private static int? FindBelow(int pid, string program) => File.ReadAllText($"/proc/{pid}/task/{pid}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .Select(child => int.Parse(child, CultureInfo.InvariantCulture))
        .Select(child => File.ReadAllText($"/proc/{child}/comm").Trim() == program ? child : FindBelow(child, program))
        .FirstOrDefault(found => found is not null);
}
