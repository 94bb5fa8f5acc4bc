using System.Text;

namespace Yilai.Hospitals.Documents;

/// <summary>
/// Names as searches compare them: lower case, full-width Latin letters, digits and punctuation as their half-width twins,
/// no white space. 协和医院（西院） is found by 协和医院(西院).
/// </summary>
internal static class SearchText
{
    private const char FirstFullWidth = '\uFF01';
    private const char LastFullWidth = '\uFF5E';
    private const int ToHalfWidth = FirstFullWidth - '!';

    public static string Of(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (!char.IsWhiteSpace(c))
            {
                result.Append(char.ToLowerInvariant(c is >= FirstFullWidth and <= LastFullWidth ? (char)(c - ToHalfWidth) : c));
            }
        }

        return result.ToString();
    }
}
