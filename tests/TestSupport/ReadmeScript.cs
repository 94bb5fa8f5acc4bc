using System.Diagnostics;
using System.Text.RegularExpressions;
using Yilai.Hosting;

namespace Yilai.TestSupport;

/// <summary>The README's booking with curl only, run word for word but for the address, the data folder and the phone.</summary>
public static partial class ReadmeScript
{
    /// <summary>Books, reads and cancels; checks what the platform answers and the text messages that its events bring.</summary>
    public static async Task BookAsync(string gateway, string data)
    {
        var phone = $"139{Random.Shared.Next(100_000_000):00000000}";
        var script = Script().Match(await File.ReadAllTextAsync(RepositoryRoot.File("README.md"))).Groups[1].Value
            .Replace("http://localhost:8080", gateway.TrimEnd('/'), StringComparison.Ordinal)
            .Replace(".data/", $"{data}/", StringComparison.Ordinal)
            .Replace("13800000001", phone, StringComparison.Ordinal);
        using var bash = Process.Start(new ProcessStartInfo("bash", ["-c", script]) { RedirectStandardOutput = true })!;
        var said = await bash.StandardOutput.ReadToEndAsync();
        await bash.WaitForExitAsync();

        // The order twice: as it is read after booking, and as the cancellation leaves it.
        var states = Status().Matches(said).Select(m => m.Groups[1].Value).ToArray();
        if (!states.SequenceEqual(["unpaid", "cancelled"]))
        {
            throw new InvalidOperationException($"The README's script did not book and cancel: {said}");
        }
        await Eventually.TrueAsync("text messages tell of the booking and of its end", async () =>
        {
            var texts = string.Concat(await Task.WhenAll(Directory.GetFiles(Path.Combine(data, "sms"), $"*{phone}*").Select(file => File.ReadAllTextAsync(file))));
            return texts.Contains("您已预约", StringComparison.Ordinal) && texts.Contains("已取消", StringComparison.Ordinal);
        });
    }

    [GeneratedRegex(@"## 只用 curl[^`]*```bash\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Script();

    [GeneratedRegex(@"""orderNo"":""\d+"",""status"":""(\w+)""")]
    private static partial Regex Status();
}
