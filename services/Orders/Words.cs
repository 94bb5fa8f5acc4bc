using System.Text.Json;

namespace Yilai.Orders;

/// <summary>The kebab-case words that stand for enum members in the database, as they do in JSON.</summary>
internal static class Words
{
    public static string Word<T>(this T value)
        where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    public static T Parse<T>(string word)
        where T : struct, Enum =>
        TryParse<T>(word, out var value) ? value : throw new ArgumentException($"'{word}' is no {typeof(T).Name}.", nameof(word));

    public static bool TryParse<T>(string? word, out T value)
        where T : struct, Enum
    {
        foreach (var candidate in Enum.GetValues<T>())
        {
            if (candidate.Word() == word)
            {
                value = candidate;
                return true;
            }
        }

        value = default;
        return false;
    }
}
