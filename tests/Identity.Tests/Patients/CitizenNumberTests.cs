using Yilai.Identity.Patients;

namespace Yilai.Identity.Tests.Patients;

public sealed class CitizenNumberTests
{
    [Theory]
    [InlineData("110101199003070011", 1990, 3, 7, "male")]
    [InlineData("11010119900307002X", 1990, 3, 7, "female")]
    [InlineData("11010119900307002x", 1990, 3, 7, "female")]
    [InlineData(" 440106198506151239 ", 1985, 6, 15, "male")]
    [InlineData("310104200002294568", 2000, 2, 29, "female")]
    [InlineData("51010819560101888X", 1956, 1, 1, "female")]
    public void Parse_RightNumber_TellsBirthdayAndGender(string text, int year, int month, int day, string gender)
    {
        var number = CitizenNumber.Parse(text);
        Assert.NotNull(number);
        Assert.Equal(new DateOnly(year, month, day), number.Birthday);
        Assert.Equal(gender, number.Gender);
        Assert.Equal(text.Trim().ToUpperInvariant(), number.Text);
    }

    [Theory]
    [InlineData("110101199003070012")] // check character
    [InlineData("110101199003070021")] // two digits exchanged
    [InlineData("11010119900307001X")]
    [InlineData("110101199002300014")] // 30 February, check character right
    [InlineData("010101199003070018")] // no region begins with 0, check character right
    [InlineData("110101900307001")] // the form before 1999
    [InlineData("1101011990030700111")]
    [InlineData("11010119900307O011")]
    [InlineData("１１０１０１１９９００３０７００１１")] // full-width digits
    [InlineData("")]
    [InlineData(null)]
    public void Parse_WrongNumber_IsNull(string? text) => Assert.Null(CitizenNumber.Parse(text));

    [Fact]
    public void Parse_AnyOneDigitChanged_IsNull()
    {
        const string right = "440106198506151239";
        for (var place = 0; place < right.Length; place++)
        {
            foreach (var digit in "0123456789".Where(d => d != right[place]))
            {
                Assert.Null(CitizenNumber.Parse(right[..place] + digit + right[(place + 1)..]));
            }
        }
    }
}
