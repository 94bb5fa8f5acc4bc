namespace Yilai.HospitalSimulator.Pushing;

/// <summary>How far the push of all hospitals has come.</summary>
internal sealed class PushProgress(int hospitals, TimeProvider time)
{
    private readonly long started = time.GetTimestamp();
    private readonly Lock gate = new();
    private readonly HashSet<string> pushed = [];
    private readonly HashSet<string> failed = [];
    private int schedules;
    private int rejected;
    private TimeSpan? took;

    /// <summary>Notes that the platform has all of a hospital; true now and then, when it is worth a line in the log.</summary>
    public bool Pushed(string code, PushedCounts counts)
    {
        lock (gate)
        {
            failed.Remove(code);
            schedules += counts.Schedules;
            rejected += counts.Rejected;
            return pushed.Add(code) && pushed.Count % 100 == 0;
        }
    }

    /// <summary>Notes that a hospital could not be pushed.</summary>
    public void Failed(string code)
    {
        lock (gate)
        {
            failed.Add(code);
        }
    }

    /// <summary>Notes that every hospital was tried as often as it will be.</summary>
    public void Finish()
    {
        lock (gate)
        {
            took ??= time.GetElapsedTime(started);
        }
    }

    /// <summary>Where it stands.</summary>
    public PushState State()
    {
        lock (gate)
        {
            var seconds = (took ?? time.GetElapsedTime(started)).TotalSeconds;
            return new(hospitals, pushed.Count, failed.Count, schedules, rejected, Math.Round(seconds, 1), took is not null);
        }
    }
}

/// <summary>What a push brought.</summary>
/// <param name="Schedules">How many schedules the platform took.</param>
/// <param name="Rejected">How many departments and schedules it did not take.</param>
internal readonly record struct PushedCounts(int Schedules, int Rejected);

/// <summary>The answer of <c>GET /simulator/state</c>.</summary>
internal sealed record PushState(int Hospitals, int Pushed, int Failed, int Schedules, int Rejected, double Seconds, bool Done);
