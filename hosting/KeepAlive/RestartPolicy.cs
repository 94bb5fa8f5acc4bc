namespace Yilai.Hosting.KeepAlive;

/// <summary>How long to wait before a part is started again: longer each time it dies soon, and not for ever.</summary>
internal sealed class RestartPolicy(TimeProvider time)
{
    /// <summary>So many early deaths in a row are a fault that starting again does not mend.</summary>
    public const int MostInARow = 12;

    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LongEnoughAlive = TimeSpan.FromMinutes(1);
    private long? _started;
    private int _inARow;

    /// <summary>The part runs.</summary>
    public void Started() => _started = time.GetTimestamp();

    /// <summary>The part has died.</summary>
    /// <returns>How long to wait, or null to give up.</returns>
    public TimeSpan? Died()
    {
        if (_started is { } since && time.GetElapsedTime(since) >= LongEnoughAlive)
        {
            _inARow = 0;
        }
        _started = null;
        return _inARow < MostInARow ? TimeSpan.FromTicks(Math.Min(First.Ticks << _inARow++, Longest.Ticks)) : null;
    }

    /// <summary>Somebody stopped or started the part by hand: what was before does not count.</summary>
    public void Forget() => _inARow = 0;
}
