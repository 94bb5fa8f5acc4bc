namespace Yilai.HospitalSdk.StructuredFields;

/// <summary>
/// Reads the dictionaries of RFC 9651 structured fields. Stricter in one point: a key that appears twice is refused
/// instead of the last one winning, because two readers that disagree on that could be played against each other.
/// </summary>
internal ref struct FieldParser
{
    private ReadOnlySpan<char> rest;

    private FieldParser(ReadOnlySpan<char> text) => rest = text;

    /// <summary>The members by key, or null when the text is not a dictionary.</summary>
    public static Dictionary<string, Member>? ParseDictionary(string text) =>
        new FieldParser(text.AsSpan().Trim(' ')).ReadDictionary();

    private Dictionary<string, Member>? ReadDictionary()
    {
        var members = new Dictionary<string, Member>(StringComparer.Ordinal);
        while (!rest.IsEmpty)
        {
            if (ReadKey() is not { } key || ReadMember() is not { } member || !members.TryAdd(key, member))
            {
                return null;
            }

            rest = rest.TrimStart(" \t");
            if (rest.IsEmpty)
            {
                return members;
            }

            if (!Take(','))
            {
                return null;
            }

            rest = rest.TrimStart(" \t");
            if (rest.IsEmpty)
            {
                return null;
            }
        }

        return members;
    }

    private Member? ReadMember()
    {
        if (!Take('='))
        {
            return ReadParameters() is { } parameters ? new Item(true, parameters) : null;
        }

        return Take('(') ? ReadInnerList() : ReadItem();
    }

    private InnerList? ReadInnerList()
    {
        var items = new List<Item>();
        while (true)
        {
            rest = rest.TrimStart(' ');
            if (Take(')'))
            {
                return ReadParameters() is { } parameters ? new InnerList(items, parameters) : null;
            }

            if (ReadItem() is not { } item || rest.IsEmpty || (rest[0] is not (' ' or ')')))
            {
                return null;
            }

            items.Add(item);
        }
    }

    private Item? ReadItem() =>
        BareItemParser.Read(ref rest) is { } value && ReadParameters() is { } parameters ? new Item(value, parameters) : null;

    private Parameters? ReadParameters()
    {
        var parameters = new Parameters();
        while (Take(';'))
        {
            rest = rest.TrimStart(' ');
            if (ReadKey() is not { } key || parameters.Find(key) is not null)
            {
                return null;
            }

            object? value = Take('=') ? BareItemParser.Read(ref rest) : true;
            if (value is null)
            {
                return null;
            }

            parameters.Add(new(key, value));
        }

        return parameters;
    }

    private string? ReadKey()
    {
        if (rest.IsEmpty || !(char.IsAsciiLetterLower(rest[0]) || rest[0] == '*'))
        {
            return null;
        }

        var length = 1;
        while (length < rest.Length && IsKeyCharacter(rest[length]))
        {
            length++;
        }

        var key = rest[..length].ToString();
        rest = rest[length..];
        return key;
    }

    private static bool IsKeyCharacter(char c) =>
        char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '_' or '-' or '.' or '*';

    private bool Take(char expected)
    {
        if (rest.IsEmpty || rest[0] != expected)
        {
            return false;
        }

        rest = rest[1..];
        return true;
    }
}
