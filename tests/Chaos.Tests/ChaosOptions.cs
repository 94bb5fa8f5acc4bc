using System.Globalization;

namespace Yilai.Chaos.Tests;

/// <summary>
/// How much chaos, from which seed. Without a word, a short one that fits into <c>test.sh</c>; by environment variables, as
/// long a one as somebody has time for: <c>YILAI_CHAOS_SEED</c>, <c>YILAI_CHAOS_SECONDS</c>, <c>YILAI_CHAOS_PATIENTS</c>,
/// <c>YILAI_CHAOS_ATTEMPTS</c>. See <c>docs/chaos.md</c>.
/// </summary>
/// <param name="Seed">From which everything that is left to chance follows.</param>
/// <param name="Length">For how long parts are killed and faults are set.</param>
/// <param name="Patients">How many people book.</param>
/// <param name="Attempts">How often the few numbers of the rush are asked for.</param>
internal sealed record ChaosOptions(int Seed, TimeSpan Length, int Patients, int Attempts)
{
    /// <summary>What the environment says.</summary>
    public static ChaosOptions Current { get; } = new(
        Read("YILAI_CHAOS_SEED") ?? Random.Shared.Next(1, 1_000_000),
        TimeSpan.FromSeconds(Read("YILAI_CHAOS_SECONDS") ?? 40),
        Read("YILAI_CHAOS_PATIENTS") ?? 160,
        Read("YILAI_CHAOS_ATTEMPTS") ?? 10_000);

    private static int? Read(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text
        ? int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture)
        : null;
}
