using System.Security.Cryptography;
using Yilai.ServiceDefaults.Privacy;

namespace Yilai.ServiceDefaults.Tests.Privacy;

public sealed class PersonalDataCipherTests
{
    private static readonly byte[] Key = RandomNumberGenerator.GetBytes(32);
    private static readonly byte[] NewKey = RandomNumberGenerator.GetBytes(32);

    [Theory]
    [InlineData("13800000001")]
    [InlineData("")]
    [InlineData("张三丰·𠮷")]
    public void Decrypt_WhatWasEncrypted_IsTheText(string text)
    {
        var cipher = new PersonalDataCipher(Key);
        Assert.Equal(text, cipher.Decrypt(cipher.Encrypt(text, "patient.phone/1"), "patient.phone/1"));
    }

    [Fact]
    public void Encrypt_SameTextTwice_DiffersAndHidesTheText()
    {
        var cipher = new PersonalDataCipher(Key);
        var first = cipher.Encrypt("13800000001", "patient.phone/1");
        Assert.NotEqual(first, cipher.Encrypt("13800000001", "patient.phone/1"));
        Assert.DoesNotContain("13800000001", first, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("patient.phone/2")]
    [InlineData("patient.card_no/1")]
    public void Decrypt_ForAnotherPlace_Throws(string place)
    {
        var cipher = new PersonalDataCipher(Key);
        var value = cipher.Encrypt("13800000001", "patient.phone/1");
        Assert.ThrowsAny<CryptographicException>(() => cipher.Decrypt(value, place));
    }

    [Fact]
    public void Decrypt_DamagedValue_Throws()
    {
        var cipher = new PersonalDataCipher(Key);
        var value = cipher.Encrypt("13800000001", "p");
        var bytes = Convert.FromBase64String(value[9..]);
        bytes[^1] ^= 1;
        Assert.ThrowsAny<CryptographicException>(() => cipher.Decrypt(value[..9] + Convert.ToBase64String(bytes), "p"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("13800000001")]
    [InlineData("00000000.AAAA")]
    public void Decrypt_WhatIsNoCiphertext_Throws(string value) =>
        Assert.ThrowsAny<CryptographicException>(() => new PersonalDataCipher(Key).Decrypt(value, "p"));

    [Fact]
    public void Decrypt_TooShortValueOfKnownKey_Throws()
    {
        var cipher = new PersonalDataCipher(Key);
        var keyId = cipher.Encrypt("x", "p").Split('.')[0];
        Assert.ThrowsAny<CryptographicException>(() => cipher.Decrypt($"{keyId}.AAAA", "p"));
        Assert.ThrowsAny<CryptographicException>(() => cipher.Decrypt($"{keyId}.%%%", "p"));
    }

    [Fact]
    public void Decrypt_ValueOfEarlierKey_WorksUntilTheKeyIsDropped()
    {
        var value = new PersonalDataCipher(Key).Encrypt("13800000001", "p");
        var rotated = new PersonalDataCipher(NewKey, Key);
        Assert.Equal("13800000001", rotated.Decrypt(value, "p"));
        Assert.NotEqual(value.Split('.')[0], rotated.Encrypt("13800000001", "p").Split('.')[0]);
        var wrong = Assert.Throws<UnknownDataKeyException>(() => new PersonalDataCipher(NewKey).Decrypt(value, "p"));
        Assert.Contains(value.Split('.')[0], wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Decrypt_PlainText_IsNotRepeatedInTheReason() => Assert.DoesNotContain(
        "张三", Assert.ThrowsAny<CryptographicException>(() => new PersonalDataCipher(Key).Decrypt("张三.13800000001", "p")).Message, StringComparison.Ordinal);

    [Fact]
    public void Constructor_KeyOfOtherLength_Throws() =>
        Assert.Throws<ArgumentException>(() => new PersonalDataCipher(new byte[16]));
}
