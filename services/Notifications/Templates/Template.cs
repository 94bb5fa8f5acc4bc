using System.Text.RegularExpressions;

namespace Yilai.Notifications.Templates;

/// <summary>What a message says; <c>{name}</c> in the text stands for a value.</summary>
internal sealed partial record Template(string Code, string Title, string Text, bool IsSecret)
{
    /// <summary>The names of the values that the text needs.</summary>
    public IEnumerable<string> Names => Placeholder().Matches(Text).Select(m => m.Groups[1].Value).Distinct();

    /// <summary>The text with the values in place.</summary>
    /// <exception cref="KeyNotFoundException">A value is missing.</exception>
    public string Render(IReadOnlyDictionary<string, string> values) => Placeholder().Replace(Text, m => values[m.Groups[1].Value]);

    [GeneratedRegex(@"\{([A-Za-z]+)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Placeholder();
}
