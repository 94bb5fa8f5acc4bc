namespace Yilai.Alipay.Tests;

public sealed class AlipayFormatsTests
{
    [Fact]
    public void Time_OfAnInstant_IsChinasClock()
    {
        var instant = new DateTimeOffset(2026, 3, 1, 23, 30, 5, TimeSpan.Zero);
        Assert.Equal("2026-03-02 07:30:05", AlipayFormats.Time(instant));
        Assert.Equal(instant, AlipayFormats.ReadTime("2026-03-02 07:30:05"));
        Assert.Null(AlipayFormats.ReadTime("2026-03-02T07:30:05Z"));
    }

    [Fact]
    public void TimeToTheMillisecond_OfAnInstant_CanBeReadBack()
    {
        var instant = new DateTimeOffset(2026, 3, 1, 23, 30, 5, 320, TimeSpan.Zero);
        Assert.Equal("2026-03-02 07:30:05.320", AlipayFormats.TimeToTheMillisecond(instant));
        Assert.Equal(instant, AlipayFormats.ReadTime("2026-03-02 07:30:05.320"));
        Assert.Equal(instant, AlipayFormats.ReadTime("2026-03-02 07:30:05.32"));
    }

    [Theory]
    [InlineData("50.00", 50)]
    [InlineData("0.5", 0.5)]
    [InlineData("7", 7)]
    public void ReadAmount_OfMoney_IsTheAmount(string text, decimal amount) => Assert.Equal(amount, AlipayFormats.ReadAmount(text));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("-1.00")]
    [InlineData("1.001")]
    [InlineData("1,000.00")]
    [InlineData("1e3")]
    [InlineData("99999999999999999999999999999999")]
    public void ReadAmount_OfAnythingElse_IsNull(string? text) => Assert.Null(AlipayFormats.ReadAmount(text));
}
