using System.Globalization;

namespace Yilai.Bench.Inventory;

/// <summary>Processor time of the platform's processes by name, as Linux counts it; those of PostgreSQL together.</summary>
internal static class CpuOfParts
{
    private const double TicksPerSecond = 100;

    /// <summary>Seconds since each process began.</summary>
    public static Dictionary<string, double> Read()
    {
        var seconds = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var folder in Directory.EnumerateDirectories("/proc").Where(f => char.IsAsciiDigit(Path.GetFileName(f)[0])))
        {
            try
            {
                var stat = File.ReadAllText(Path.Combine(folder, "stat"));
                var name = stat[(stat.IndexOf('(', StringComparison.Ordinal) + 1)..stat.LastIndexOf(')')];
                if (name.StartsWith("Yilai.", StringComparison.Ordinal) || name is "postgres" or "mongod")
                {
                    // After the name come the state and ten numbers, then the ticks in the program and in the kernel.
                    var numbers = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
                    var ticks = long.Parse(numbers[11], CultureInfo.InvariantCulture) + long.Parse(numbers[12], CultureInfo.InvariantCulture);
                    seconds[name] = seconds.GetValueOrDefault(name) + ticks / TicksPerSecond;
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It has ended.
            }
        }
        return seconds;
    }

    /// <summary>What each spent since <paramref name="before"/>, in milliseconds a call; the largest first.</summary>
    public static string Since(Dictionary<string, double> before, int calls) => string.Join(", ", Read()
        .Select(p => (p.Key, Milliseconds: (p.Value - before.GetValueOrDefault(p.Key)) * 1000 / calls))
        .Where(p => p.Milliseconds >= 0.05)
        .OrderByDescending(p => p.Milliseconds)
        .Select(p => $"{p.Key} {p.Milliseconds:N2}"));
}
