using System.Globalization;
using System.Text;

namespace Yilai.Sidecar.Bindings;

/// <summary>
/// Takes the quotes off a Go string literal. Several bindings of Dapr do that with their data: JSON text looks much
/// like such a literal, but not always (a surrogate pair in escapes is none), and then the quotes stay.
/// </summary>
internal static class GoString
{
    public static byte[]? Unquote(ReadOnlySpan<byte> literal)
    {
        if (literal.Length < 2 || literal[0] != literal[^1])
            return null;
        var inner = literal[1..^1];
        return literal[0] switch
        {
            (byte)'"' => Interpret(inner, (byte)'"'),
            (byte)'\'' => Interpret(inner, (byte)'\'') is { } one && Encoding.UTF8.GetString(one).EnumerateRunes().Count() == 1 ? one : null,
            (byte)'`' => inner.Contains((byte)'`') ? null : inner.ToArray().Where(b => b != '\r').ToArray(),
            _ => null,
        };
    }

    private static byte[]? Interpret(ReadOnlySpan<byte> text, byte quote)
    {
        var output = new List<byte>(text.Length);
        while (!text.IsEmpty)
        {
            var one = text[0];
            if (one == quote || one == (byte)'\n')
                return null;
            if (one != (byte)'\\')
            {
                output.Add(one);
                text = text[1..];
                continue;
            }
            if (text.Length < 2 || !Escape(text[1..], quote, output, out var used))
                return null;
            text = text[(1 + used)..];
        }
        return [.. output];
    }

    private static bool Escape(ReadOnlySpan<byte> text, byte quote, List<byte> output, out int used)
    {
        used = 1;
        switch ((char)text[0])
        {
            case 'a': output.Add(7); return true;
            case 'b': output.Add(8); return true;
            case 'f': output.Add(12); return true;
            case 'n': output.Add(10); return true;
            case 'r': output.Add(13); return true;
            case 't': output.Add(9); return true;
            case 'v': output.Add(11); return true;
            case '\\': output.Add((byte)'\\'); return true;
            case '\'' or '"' when text[0] == quote: output.Add(quote); return true;
            case 'x': return Code(text, 1, 2, 16, asByte: true, output, out used);
            case 'u': return Code(text, 1, 4, 16, asByte: false, output, out used);
            case 'U': return Code(text, 1, 8, 16, asByte: false, output, out used);
            case >= '0' and <= '7': return Code(text, 0, 3, 8, asByte: true, output, out used);
            default: return false;
        }
    }

    private static bool Code(ReadOnlySpan<byte> text, int from, int digits, int numberBase, bool asByte, List<byte> output, out int used)
    {
        used = from + digits;
        if (text.Length < used)
            return false;
        uint code = 0;
        foreach (var digit in text.Slice(from, digits))
        {
            var value = char.IsAsciiHexDigit((char)digit) ? int.Parse([(char)digit], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) : numberBase;
            if (value >= numberBase)
                return false;
            code = code * (uint)numberBase + (uint)value;
        }
        if (asByte)
        {
            if (code > byte.MaxValue)
                return false;
            output.Add((byte)code);
            return true;
        }
        if (!Rune.TryCreate(code, out var rune))
            return false;
        Span<byte> utf8 = stackalloc byte[4];
        output.AddRange(utf8[..rune.EncodeToUtf8(utf8)]);
        return true;
    }
}
