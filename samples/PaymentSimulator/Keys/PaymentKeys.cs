using System.Security.Cryptography;
using System.Text.Json;
using Yilai.Alipay;

namespace Yilai.PaymentSimulator.Keys;

/// <summary>The keys file: who the merchant is, the provider's own key, and the key that the merchant's calls are checked with.</summary>
/// <remarks>Each thread has keys of its own: RSA objects are not promised to bear being shared.</remarks>
internal sealed class PaymentKeys : IDisposable
{
    private readonly ThreadLocal<RSA> provider;
    private readonly ThreadLocal<RSA> merchant;

    private PaymentKeys(string appId, string privateKey, string merchantPublicKey)
    {
        AppId = appId;
        // The real one is another number, but has this form; the same merchant always gets the same.
        var digits = string.Concat(appId.Where(char.IsAsciiDigit));
        SellerId = string.Concat("2088", digits[^Math.Min(12, digits.Length)..].PadLeft(12, '0'));
        provider = new(() => AlipayKeys.ReadPrivate(privateKey), trackAllValues: true);
        merchant = new(() => AlipayKeys.ReadPublic(merchantPublicKey), trackAllValues: true);
    }

    /// <summary>The merchant's app.</summary>
    public string AppId { get; }

    /// <summary>The merchant's account.</summary>
    public string SellerId { get; }

    /// <exception cref="SimulatorException">It cannot be read or is not a keys file.</exception>
    public static PaymentKeys Load(string file)
    {
        try
        {
            var entry = JsonSerializer.Deserialize<Entry>(File.ReadAllText(file), JsonSerializerOptions.Web);
            if (entry is not { AppId.Length: > 0, PrivateKey.Length: > 0, MerchantPublicKey.Length: > 0 })
            {
                throw new SimulatorException($"{file} must have appId, privateKey and merchantPublicKey.");
            }

            var keys = new PaymentKeys(entry.AppId, entry.PrivateKey, entry.MerchantPublicKey);
            _ = keys.Verify("probe", keys.Sign("probe"));
            return keys;
        }
        catch (JsonException exception)
        {
            throw new SimulatorException($"{file} is not a keys file: line {exception.LineNumber + 1} is no JSON as expected.", exception);
        }
        catch (CryptographicException exception)
        {
            throw new SimulatorException($"{file} holds a key that is none: privateKey is PKCS#8, merchantPublicKey SubjectPublicKeyInfo, both in base64.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SimulatorException($"{file} cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>The provider's signature of a text.</summary>
    public string Sign(string text) => AlipaySignature.Sign(text, provider.Value!);

    /// <summary>Whether the merchant signed this text.</summary>
    public bool Verify(string text, string? signature) => AlipaySignature.Verify(text, signature, merchant.Value!);

    public void Dispose()
    {
        foreach (var keys in new[] { provider, merchant })
        {
            foreach (var key in keys.Values)
            {
                key.Dispose();
            }

            keys.Dispose();
        }
    }

    private sealed record Entry(string? AppId, string? PrivateKey, string? MerchantPublicKey);
}
