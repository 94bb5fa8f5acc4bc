using System.Globalization;

namespace Yilai.Identity.Patients;

/// <summary>
/// A citizen identity number (GB 11643-1999): six digits of region, eight of birthday, three of sequence of which the last
/// is odd for men, and a check character.
/// </summary>
internal sealed record CitizenNumber(string Text, DateOnly Birthday, string Gender)
{
    private const int Length = 18;
    private const string CheckCharacters = "10X98765432";
    private static readonly int[] Weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

    /// <summary>Reads a number; null when its form, its day or its check character is wrong.</summary>
    public static CitizenNumber? Parse(string? text)
    {
        var number = text?.Trim().ToUpperInvariant();
        if (number is not { Length: Length } || number[0] == '0' || !number[..^1].All(char.IsAsciiDigit) || number[^1] != CheckCharacter(number))
        {
            return null;
        }

        return DateOnly.TryParseExact(number.AsSpan(6, 8), "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var birthday)
            ? new CitizenNumber(number, birthday, (number[16] - '0') % 2 == 1 ? Genders.Male : Genders.Female)
            : null;
    }

    private static char CheckCharacter(string number) =>
        CheckCharacters[Weights.Select((weight, place) => weight * (number[place] - '0')).Sum() % CheckCharacters.Length];
}
