namespace Yilai.ServiceDefaults.Privacy;

/// <summary>Personal numbers as answers and records may show them.</summary>
public static class Masking
{
    /// <summary>A phone number with its middle hidden: <c>138****0001</c>.</summary>
    public static string MaskPhone(string phone) => Mask(phone, 3, 4);

    /// <summary>A certificate number of which the first three and last four characters stay: <c>110***********1234</c>.</summary>
    public static string MaskCertificate(string number) => Mask(number, 3, 4);

    /// <summary>A name of which the first character stays: <c>张**</c>.</summary>
    public static string MaskName(string name) => Mask(name, 1, 0);

    private static string Mask(string text, int head, int tail)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length <= head + tail
            ? new string('*', text.Length)
            : string.Concat(text.AsSpan(0, head), new string('*', text.Length - head - tail), text.AsSpan(text.Length - tail));
    }
}
