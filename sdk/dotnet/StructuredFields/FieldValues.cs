namespace Yilai.HospitalSdk.StructuredFields;

/// <summary>A token, to tell it from a string: both are text in C#.</summary>
internal readonly record struct Token(string Text);

/// <summary>A date (RFC 9651), seconds since 1970, to tell it from an integer.</summary>
internal readonly record struct FieldDate(long Seconds);

/// <summary>A display string (RFC 9651), to tell it from an ASCII string.</summary>
internal readonly record struct DisplayString(string Text);

/// <summary>
/// Parameters in the order they were written. A value is a <see cref="long"/>, <see cref="decimal"/>, <see cref="string"/>,
/// <see cref="bool"/>, byte array, <see cref="Token"/>, <see cref="FieldDate"/> or <see cref="DisplayString"/>.
/// </summary>
internal sealed class Parameters : List<KeyValuePair<string, object>>
{
    public object? Find(string name)
    {
        foreach (var (key, value) in this)
        {
            if (key == name)
            {
                return value;
            }
        }

        return null;
    }

    public Parameters With(string name, object value)
    {
        Add(new(name, value));
        return this;
    }
}

/// <summary>A member of a dictionary or an inner list: an item or an inner list, with parameters.</summary>
internal abstract record Member(Parameters Parameters);

/// <summary>A bare item with parameters.</summary>
internal sealed record Item(object Value, Parameters Parameters) : Member(Parameters);

/// <summary>A list in parentheses with parameters.</summary>
internal sealed record InnerList(IReadOnlyList<Item> Items, Parameters Parameters) : Member(Parameters);
