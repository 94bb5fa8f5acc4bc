using System.ComponentModel.DataAnnotations;

namespace Yilai.Identity.Keys;

/// <summary>How long a key signs.</summary>
internal sealed class SigningKeyOptions
{
    public const string Section = "SigningKeys";

    /// <summary>How old a key gets before a new one is made.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "3650.00:00:00")]
    public TimeSpan RotateAfter { get; init; } = TimeSpan.FromDays(90);

    /// <summary>How long a new key is published before it signs, so that everybody who checks tokens knows it by then.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan PublishAhead { get; init; } = TimeSpan.FromMinutes(10);
}
