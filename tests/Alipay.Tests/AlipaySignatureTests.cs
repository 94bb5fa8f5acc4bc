using System.Security.Cryptography;

namespace Yilai.Alipay.Tests;

public sealed class AlipaySignatureTests
{
    private static readonly Dictionary<string, string> Parameters = new()
    {
        ["sign_type"] = "RSA2",
        ["charset"] = "utf-8",
        ["notify_url"] = "",
        ["biz_content"] = """{"out_trade_no":"7","subject":"挂号 a&b"}""",
        ["sign"] = "whatever",
        ["app_id"] = "2021000000000001",
    };

    [Fact]
    public void ContentOfRequest_AnyOrder_SortsAndLeavesOutSignatureAndEmptyValues() =>
        Assert.Equal($"{OpenSsl.Text}&sign_type=RSA2", AlipaySignature.ContentOfRequest(Parameters));

    [Fact]
    public void ContentOfNotification_LeavesOutTheSignaturesTypeToo() =>
        Assert.Equal(OpenSsl.Text, AlipaySignature.ContentOfNotification(Parameters));

    [Fact]
    public void Sign_WithOpenSslsKey_GivesOpenSslsSignature()
    {
        foreach (var key in new[] { OpenSsl.Pkcs8, OpenSsl.Pkcs1, $"-----BEGIN PRIVATE KEY-----\n{OpenSsl.Pkcs8}\n-----END PRIVATE KEY-----" })
        {
            using var rsa = AlipayKeys.ReadPrivate(key);
            Assert.Equal(OpenSsl.Signature, AlipaySignature.Sign(OpenSsl.Text, rsa));
        }
    }

    [Fact]
    public void Verify_OpenSslsSignature_HoldsForItsTextOnly()
    {
        using var rsa = AlipayKeys.ReadPublic(OpenSsl.PublicKey);
        Assert.True(AlipaySignature.Verify(OpenSsl.Text, OpenSsl.Signature, rsa));
        Assert.False(AlipaySignature.Verify(OpenSsl.Text + " ", OpenSsl.Signature, rsa));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("not base64 at all!")]
    [InlineData("QUJD")]
    public void Verify_WhatIsNoSignature_IsFalse(string? signature)
    {
        using var rsa = AlipayKeys.ReadPublic(OpenSsl.PublicKey);
        Assert.False(AlipaySignature.Verify(OpenSsl.Text, signature, rsa));
    }

    [Theory]
    [InlineData("")]
    [InlineData("QUJD")]
    [InlineData("no base64 !")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nQUJD\n-----END PRIVATE KEY-----")]
    public void Read_WhatIsNoKey_SaysSoWithoutRepeatingIt(string text)
    {
        Assert.DoesNotContain("QUJD", Assert.Throws<CryptographicException>(() => AlipayKeys.ReadPrivate(text)).Message, StringComparison.Ordinal);
        Assert.Throws<CryptographicException>(() => AlipayKeys.ReadPublic(text));
    }
}
