using Yilai.PaymentSimulator.Keys;
using Yilai.PaymentSimulator.Notifications;

namespace Yilai.PaymentSimulator;

/// <summary>What the environment says.</summary>
/// <param name="Keys">Who the merchant is, and the keys of both sides.</param>
/// <param name="BooksFile">The file that remembers trades, refunds and notifications.</param>
/// <param name="Merchant">The merchant's name, as the payment page shows it.</param>
/// <param name="Waits">How long a notification that was not taken waits before it comes again.</param>
internal sealed record SimulatorSettings(PaymentKeys Keys, string BooksFile, string Merchant, RetryWaits Waits)
{
    /// <exception cref="SimulatorException">A variable or a key is missing or wrong.</exception>
    public static SimulatorSettings Read(IConfiguration configuration) => new(
        configuration["PAYMENT_KEYS_FILE"] is { Length: > 0 } keys
            ? PaymentKeys.Load(keys)
            : throw new SimulatorException("PAYMENT_KEYS_FILE must name a file such as {\"appId\":\"…\",\"privateKey\":\"…\",\"merchantPublicKey\":\"…\"}."),
        configuration["PAYMENT_BOOKS"] is { Length: > 0 } file
            ? Path.GetFullPath(file)
            : throw new SimulatorException("PAYMENT_BOOKS must name the file of the books; it is made if it is missing."),
        configuration["PAYMENT_MERCHANT"] is { Length: > 0 } merchant ? merchant : "医来预约挂号",
        RetryWaits.Read(configuration["PAYMENT_NOTIFY_WAITS"]));
}
