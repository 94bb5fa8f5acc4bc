namespace Yilai.Gateway.Limits;

/// <summary>How much one caller may ask of the platform; section <c>Limits</c>.</summary>
internal sealed class LimitOptions
{
    public const string Section = "Limits";

    /// <summary>For an address: a whole office may share one, and a page is many files.</summary>
    public Bucket Address { get; set; } = new() { Burst = 600, PerSecond = 100 };

    /// <summary>For a logged-in user, wherever the calls come from.</summary>
    public Bucket User { get; set; } = new() { Burst = 100, PerSecond = 20 };

    /// <summary>A token bucket.</summary>
    internal sealed class Bucket
    {
        /// <summary>Calls at once.</summary>
        public int Burst { get; set; }

        /// <summary>Calls a second in the long run.</summary>
        public int PerSecond { get; set; }
    }
}
