using System.Security.Cryptography;
using Yilai.Alipay;
using Yilai.ServiceDefaults.Secrets;

namespace Yilai.Orders.Payments.Alipay;

/// <summary>Who the platform is at Alipay: its app, the key it signs with, and the key that Alipay's word is checked with.</summary>
internal sealed class AlipayAccount : IDisposable
{
    private readonly RSA own;
    private readonly RSA provider;

    public AlipayAccount(IConfiguration configuration)
    {
        AppId = configuration.GetSecret(SecretNames.AlipayAppId);
        Gateway = new Uri(configuration.GetSecret(SecretNames.AlipayGateway));
        own = AlipayKeys.ReadPrivate(configuration.GetSecret(SecretNames.AlipayPrivateKey));
        provider = AlipayKeys.ReadPublic(configuration.GetSecret(SecretNames.AlipayPublicKey));
    }

    public string AppId { get; }

    /// <summary>Where people pay; the calls of the platform itself go there through the binding.</summary>
    public Uri Gateway { get; }

    public string Sign(string content)
    {
        lock (own)
        {
            return AlipaySignature.Sign(content, own);
        }
    }

    public bool Verify(string content, string? signature)
    {
        lock (provider)
        {
            return AlipaySignature.Verify(content, signature, provider);
        }
    }

    public void Dispose()
    {
        own.Dispose();
        provider.Dispose();
    }
}
