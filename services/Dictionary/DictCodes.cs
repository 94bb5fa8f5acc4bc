namespace Yilai.Dictionary;

/// <summary>Codes of the lists that code itself asks for.</summary>
internal static class DictCodes
{
    /// <summary>Administrative divisions (行政区划), GB/T 2260.</summary>
    public const string Region = "region";
}
