using System.Security.Cryptography;

namespace Yilai.Hospitals.Profile;

/// <summary>A logo read from a data URI. What it is decides its content, not what the URI says; SVG may hold scripts and is not taken.</summary>
internal sealed record LogoImage(string ContentType, ReadOnlyMemory<byte> Bytes)
{
    private const int MaxUriLength = 200_000;
    private const string Scheme = "data:image/";
    private const string Base64Mark = ";base64,";

    /// <summary>Changes when the image does.</summary>
    public string Tag => Convert.ToHexStringLower(SHA256.HashData(Bytes.Span))[..16];

    /// <summary>The image, or null when this is not one of the kinds allowed.</summary>
    public static LogoImage? Read(string dataUri)
    {
        var mark = dataUri.IndexOf(Base64Mark, StringComparison.OrdinalIgnoreCase);
        if (dataUri.Length > MaxUriLength || mark < 0 || !dataUri.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var base64 = dataUri.AsSpan(mark + Base64Mark.Length);
        var bytes = new byte[base64.Length * 3 / 4];
        return Convert.TryFromBase64Chars(base64, bytes, out var length) && TypeOf(bytes.AsSpan(0, length)) is { } contentType
            ? new LogoImage(contentType, bytes.AsMemory(0, length))
            : null;
    }

    public string ToDataUri() => $"data:{ContentType};base64,{Convert.ToBase64String(Bytes.Span)}";

    private static string? TypeOf(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => "image/png",
        [0xFF, 0xD8, 0xFF, ..] => "image/jpeg",
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => "image/webp",
        _ => null,
    };
}
