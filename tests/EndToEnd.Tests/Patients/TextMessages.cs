using System.Text.RegularExpressions;
using Yilai.EndToEnd.Tests.Platform;

namespace Yilai.EndToEnd.Tests.Patients;

/// <summary>The development sink of text messages: a file a message.</summary>
internal static partial class TextMessages
{
    /// <summary>The newest login code sent to a phone.</summary>
    public static async Task<string> CodeAsync(this RunningPlatform platform, string phone)
    {
        var text = await platform.TextAsync(phone, "验证码");
        return Code().Match(text).Value;
    }

    /// <summary>Waits for the newest message to a phone that contains a word.</summary>
    public static Task<string> TextAsync(this RunningPlatform platform, string phone, string word) =>
        Eventually.GetAsync($"{phone} has a message with '{word}'", async () =>
        {
            var folder = Path.Combine(platform.Data, "sms");
            if (!Directory.Exists(folder))
            {
                return null;
            }

            foreach (var file in Directory.EnumerateFiles(folder, $"*{phone}*", SearchOption.AllDirectories).OrderDescending(StringComparer.Ordinal))
            {
                var text = await File.ReadAllTextAsync(file);
                if (text.Contains(word, StringComparison.Ordinal) && text.Contains(phone, StringComparison.Ordinal))
                {
                    return text;
                }
            }

            return null;
        });

    /// <summary>How many messages to a phone contain a word.</summary>
    public static async Task<int> CountTextsAsync(this RunningPlatform platform, string phone, string word) =>
        (await Task.WhenAll(Directory.EnumerateFiles(Path.Combine(platform.Data, "sms"), $"*{phone}*").Select(file => File.ReadAllTextAsync(file))))
            .Count(text => text.Contains(word, StringComparison.Ordinal));

    [GeneratedRegex(@"(?<!\d)\d{6}(?!\d)")]
    private static partial Regex Code();
}
