using System.ComponentModel.DataAnnotations;

namespace Yilai.Notifications.TextMessages;

/// <summary>How text messages are signed and sent.</summary>
internal sealed class TextMessageOptions
{
    public const string Section = "TextMessages";

    /// <summary>The sender's name at the head of each message, as it is registered with the provider.</summary>
    [Required, MaxLength(20)]
    public string Signature { get; init; } = "【医来】";

    /// <summary>After this time a sending that neither succeeded nor failed is taken for dead, its process having died.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "01:00:00")]
    public TimeSpan SendingTimeout { get; init; } = TimeSpan.FromMinutes(1);
}
