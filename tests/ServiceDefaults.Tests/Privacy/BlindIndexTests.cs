using Yilai.ServiceDefaults.Privacy;

namespace Yilai.ServiceDefaults.Tests.Privacy;

public sealed class BlindIndexTests
{
    private readonly BlindIndex index = new(new byte[32]);

    [Fact]
    public void Of_SameValueInOtherWriting_IsTheSame() =>
        Assert.Equal(index.Of("certificate", "11010119900307203X"), index.Of("certificate", " 11010119900307203x "));

    [Fact]
    public void Of_OtherPurposeValueOrKey_Differs()
    {
        var one = index.Of("phone", "13800000001");
        Assert.NotEqual(one, index.Of("certificate", "13800000001"));
        Assert.NotEqual(one, index.Of("phone", "13800000002"));
        Assert.NotEqual(one, new BlindIndex([.. Enumerable.Repeat((byte)1, 32)]).Of("phone", "13800000001"));
    }
}
