using System.Buffers;
using System.Globalization;
using System.Text;

namespace Yilai.HospitalSdk.StructuredFields;

/// <summary>Reads one bare item (RFC 9651 §4.2.3.1) off the front of the text; null when there is none.</summary>
internal static class BareItemParser
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly SearchValues<char> TokenCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~:/0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    private static readonly SearchValues<char> Base64Characters =
        SearchValues.Create("+/=0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    public static object? Read(ref ReadOnlySpan<char> rest) => rest switch
    {
        ['"', ..] => ReadString(ref rest),
        [':', ..] => ReadBytes(ref rest),
        ['?', '0' or '1', ..] => ReadBoolean(ref rest),
        ['@', ..] => ReadDate(ref rest),
        ['%', '"', ..] => ReadDisplayString(ref rest),
        ['-' or (>= '0' and <= '9'), ..] => ReadNumber(ref rest),
        ['*' or (>= 'a' and <= 'z') or (>= 'A' and <= 'Z'), ..] => ReadToken(ref rest),
        _ => null,
    };

    private static string? ReadString(ref ReadOnlySpan<char> rest)
    {
        var text = new StringBuilder();
        for (var i = 1; i < rest.Length; i++)
        {
            var c = rest[i];
            if (c == '"')
            {
                rest = rest[(i + 1)..];
                return text.ToString();
            }

            if (c == '\\' && (++i >= rest.Length || (c = rest[i]) is not ('"' or '\\')))
            {
                return null;
            }

            if (c is < ' ' or > '~')
            {
                return null;
            }

            text.Append(c);
        }

        return null;
    }

    private static byte[]? ReadBytes(ref ReadOnlySpan<char> rest)
    {
        var length = rest[1..].IndexOf(':');
        if (length < 0)
        {
            return null;
        }

        var base64 = rest.Slice(1, length);
        var bytes = new byte[(length / 4 * 3) + 3];
        if (base64.ContainsAnyExcept(Base64Characters) || !Convert.TryFromBase64Chars(base64, bytes, out var written))
        {
            return null;
        }

        rest = rest[(length + 2)..];
        return bytes[..written];
    }

    private static bool ReadBoolean(ref ReadOnlySpan<char> rest)
    {
        var value = rest[1] == '1';
        rest = rest[2..];
        return value;
    }

    private static FieldDate? ReadDate(ref ReadOnlySpan<char> rest)
    {
        rest = rest[1..];
        return ReadNumber(ref rest) is long seconds ? new FieldDate(seconds) : null;
    }

    private static object? ReadNumber(ref ReadOnlySpan<char> rest)
    {
        var sign = rest is ['-', ..] ? 1 : 0;
        var digits = CountDigits(rest[sign..]);
        var end = sign + digits;
        if (digits == 0)
        {
            return null;
        }

        if (end == rest.Length || rest[end] != '.')
        {
            object? integer = digits <= 15 ? long.Parse(rest[..end], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) : null;
            rest = rest[end..];
            return integer;
        }

        var fraction = CountDigits(rest[(end + 1)..]);
        if (digits > 12 || fraction is 0 or > 3)
        {
            return null;
        }

        end += 1 + fraction;
        object value = decimal.Parse(rest[..end], NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
        rest = rest[end..];
        return value;
    }

    private static int CountDigits(ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAnyExceptInRange('0', '9');
        return end < 0 ? text.Length : end;
    }

    private static Token ReadToken(ref ReadOnlySpan<char> rest)
    {
        var end = rest.IndexOfAnyExcept(TokenCharacters);
        var length = end < 0 ? rest.Length : end;
        var token = new Token(rest[..length].ToString());
        rest = rest[length..];
        return token;
    }

    private static DisplayString? ReadDisplayString(ref ReadOnlySpan<char> rest)
    {
        var bytes = new List<byte>();
        for (var i = 2; i < rest.Length; i++)
        {
            var c = rest[i];
            if (c == '"')
            {
                rest = rest[(i + 1)..];
                return Decode([.. bytes]);
            }

            if (c is < ' ' or > '~')
            {
                return null;
            }

            if (c != '%')
            {
                bytes.Add((byte)c);
                continue;
            }

            if (i + 2 >= rest.Length || !IsLowerHex(rest[i + 1]) || !IsLowerHex(rest[i + 2]))
            {
                return null;
            }

            bytes.Add(byte.Parse(rest.Slice(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
            i += 2;
        }

        return null;
    }

    private static DisplayString? Decode(byte[] utf8)
    {
        try
        {
            return new DisplayString(StrictUtf8.GetString(utf8));
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static bool IsLowerHex(char c) => char.IsAsciiHexDigitLower(c);
}
