namespace Yilai.Hospitals.Batches;

/// <summary>What texts from hospitals must be like.</summary>
internal static class Text
{
    /// <summary>Whether a text that must be there is, within <paramref name="max"/> characters, all of them printable.</summary>
    public static bool IsLine(string? text, int max) => !string.IsNullOrWhiteSpace(text) && IsOptional(text, max);

    /// <summary>Whether a text, if there is one, is within <paramref name="max"/> characters and free of control characters but line ends and tabs.</summary>
    public static bool IsOptional(string? text, int max) =>
        text is null || (text.Length <= max && !text.Any(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t')));
}
