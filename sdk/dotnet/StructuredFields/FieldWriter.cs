using System.Globalization;
using System.Text;

namespace Yilai.HospitalSdk.StructuredFields;

/// <summary>Writes members the one way RFC 9651 §4.1 allows, so that both sides of a signature sign the same text.</summary>
internal static class FieldWriter
{
    public static string Write(Member member)
    {
        var text = new StringBuilder();
        switch (member)
        {
            case InnerList list:
                AppendList(text, list);
                break;
            case Item item:
                AppendItem(text, item);
                break;
        }

        return text.ToString();
    }

    private static void AppendList(StringBuilder text, InnerList list)
    {
        text.Append('(');
        for (var i = 0; i < list.Items.Count; i++)
        {
            if (i > 0)
            {
                text.Append(' ');
            }

            AppendItem(text, list.Items[i]);
        }

        text.Append(')');
        AppendParameters(text, list.Parameters);
    }

    private static void AppendItem(StringBuilder text, Item item)
    {
        AppendBare(text, item.Value);
        AppendParameters(text, item.Parameters);
    }

    private static void AppendParameters(StringBuilder text, Parameters parameters)
    {
        foreach (var (key, value) in parameters)
        {
            text.Append(';').Append(key);
            if (value is not true)
            {
                text.Append('=');
                AppendBare(text, value);
            }
        }
    }

    private static void AppendBare(StringBuilder text, object value) => _ = value switch
    {
        string s => text.Append('"').Append(s.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)).Append('"'),
        long n => text.Append(n.ToString(CultureInfo.InvariantCulture)),
        decimal d => text.Append(d.ToString("0.0##", CultureInfo.InvariantCulture)),
        bool b => text.Append(b ? "?1" : "?0"),
        byte[] bytes => text.Append(':').Append(Convert.ToBase64String(bytes)).Append(':'),
        Token token => text.Append(token.Text),
        FieldDate date => text.Append('@').Append(date.Seconds.ToString(CultureInfo.InvariantCulture)),
        DisplayString display => AppendDisplay(text, display.Text),
        _ => throw new ArgumentException($"{value.GetType().Name} is not a structured field value.", nameof(value)),
    };

    private static StringBuilder AppendDisplay(StringBuilder text, string value)
    {
        text.Append("%\"");
        foreach (var b in Encoding.UTF8.GetBytes(value))
        {
            _ = b is (byte)'%' or (byte)'"' or < 0x20 or > 0x7e
                ? text.Append('%').Append(b.ToString("x2", CultureInfo.InvariantCulture))
                : text.Append((char)b);
        }

        return text.Append('"');
    }
}
