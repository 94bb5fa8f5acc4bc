using System.ComponentModel.DataAnnotations;

namespace Yilai.Identity.Codes;

/// <summary>How long a login code lives and how often one may be asked for.</summary>
internal sealed class LoginCodeOptions
{
    public const string Section = "LoginCodes";

    [Range(typeof(TimeSpan), "00:00:30", "01:00:00")]
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How many guesses a code bears.</summary>
    [Range(1, 20)]
    public int Tries { get; init; } = 5;

    [Range(1, 100)]
    public int PerPhoneAndMinute { get; init; } = 1;

    [Range(1, 1000)]
    public int PerPhoneAndDay { get; init; } = 10;

    /// <summary>Per client address; loopback clients are free.</summary>
    [Range(1, 10_000)]
    public int PerAddressAndHour { get; init; } = 20;
}
