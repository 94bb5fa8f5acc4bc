using System.ComponentModel.DataAnnotations;

namespace Yilai.Identity.Sessions;

/// <summary>How long a login lasts.</summary>
internal sealed class TokenLifetimeOptions
{
    public const string Section = "Sessions";

    [Range(typeof(TimeSpan), "00:01:00", "01:00:00")]
    public TimeSpan AccessTokenLifetime { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How long a person may stay away without having to log in again.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "365.00:00:00")]
    public TimeSpan RefreshTokenLifetime { get; init; } = TimeSpan.FromDays(30);

    /// <summary>How long a refresh token that was just replaced still works: two tabs may send it at once.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan ReplacedTokenGrace { get; init; } = TimeSpan.FromSeconds(10);
}
