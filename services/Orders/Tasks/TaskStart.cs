namespace Yilai.Orders.Tasks;

/// <summary>Who started a run.</summary>
internal enum TaskStart
{
    /// <summary>An operator.</summary>
    Hand,

    /// <summary>A cron binding.</summary>
    Clock,
}
