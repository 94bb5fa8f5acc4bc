namespace Yilai.Orders.Rules;

/// <summary>What operators set for a hospital; what they leave out takes the platform's default.</summary>
internal sealed record PlatformRule(LimitRule? Limits, NoShowRule? NoShow, WaitlistRule? Waitlist);
