namespace Yilai.Orders.Payments.Alipay;

/// <summary>The provider is away, failed, or answered what cannot be trusted: what became of the call is not known, and it can be made again.</summary>
internal sealed class AlipayException(string message, Exception? cause = null) : Exception(message, cause);
