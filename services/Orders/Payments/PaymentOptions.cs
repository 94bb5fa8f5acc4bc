using System.ComponentModel.DataAnnotations;

namespace Yilai.Orders.Payments;

/// <summary>How payments reach the platform.</summary>
internal sealed class PaymentOptions
{
    public const string Section = "Payments";

    /// <summary>Gets or sets the address under which people and the payment provider reach the gateway, with a slash at its end.</summary>
    [Required]
    public Uri PublicUrl { get; set; } = new("http://localhost:8080/");

    /// <summary>Gets or sets how long an answer of the provider is waited for.</summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets or sets for how long after its end a hold waits for a provider that does not say whether it was paid.</summary>
    public TimeSpan Grace { get; set; } = TimeSpan.FromMinutes(10);
}
