using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Yilai.PaymentSimulator.Pages;

/// <summary>A piece of a page. What is put into one is escaped, unless it is a piece itself.</summary>
internal readonly record struct Html(string Text)
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    public static Html None { get; } = new("");

    public static Html Of(FormattableString text) =>
        new(string.Format(CultureInfo.InvariantCulture, text.Format, [.. text.GetArguments().Select(Escaped)]));

    public static Html Join(IEnumerable<Html> pieces) => new(string.Concat(pieces.Select(piece => piece.Text)));

    private static object Escaped(object? value) => value switch
    {
        null => "",
        Html piece => piece.Text,
        IFormattable formattable => Encoder.Encode(formattable.ToString(null, CultureInfo.InvariantCulture)),
        _ => Encoder.Encode(value.ToString() ?? ""),
    };
}
