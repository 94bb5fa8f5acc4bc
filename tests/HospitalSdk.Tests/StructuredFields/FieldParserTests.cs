using Yilai.HospitalSdk.StructuredFields;

namespace Yilai.HospitalSdk.Tests.StructuredFields;

public sealed class FieldParserTests
{
    [Theory]
    [InlineData("a=(\"x\" \"y\");created=1;keyid=\"k\"", "(\"x\" \"y\");created=1;keyid=\"k\"")]
    [InlineData("a=(  \"x\"   \"y\"  ); created=0001", "(\"x\" \"y\");created=1")]
    [InlineData("a=()", "()")]
    [InlineData("a=(\"x\";req;bs \"y\";key=\"z\")", "(\"x\";req;bs \"y\";key=\"z\")")]
    [InlineData("a=:AAEC:", ":AAEC:")]
    [InlineData("a=::", "::")]
    [InlineData("a", "?1")]
    [InlineData("a;b=?0;c=?1", "?1;b=?0;c")]
    [InlineData("a=\"q\\\"b\\\\s\"", "\"q\\\"b\\\\s\"")]
    [InlineData("a=-15", "-15")]
    [InlineData("a=1.50", "1.5")]
    [InlineData("a=1.0", "1.0")]
    [InlineData("a=*tok/en:1", "*tok/en:1")]
    [InlineData("a=@1659578233", "@1659578233")]
    [InlineData("a=%\"f%c3%bc\"", "%\"f%c3%bc\"")]
    [InlineData("  a=1 ", "1")]
    public void ParseDictionary_SoundMember_IsWrittenCanonically(string text, string canonical)
    {
        var members = FieldParser.ParseDictionary(text);

        Assert.Equal(canonical, FieldWriter.Write(Assert.Single(members!).Value));
    }

    [Fact]
    public void ParseDictionary_SeveralMembers_KeepsThemApart()
    {
        var members = FieldParser.ParseDictionary("proxy=(\"@method\");created=1 \t,\t yilai=(\"@path\"), x=tok");

        Assert.Equal(["proxy", "yilai", "x"], members!.Keys);
    }

    [Fact]
    public void ParseDictionary_Nothing_IsEmpty() => Assert.Empty(FieldParser.ParseDictionary("")!);

    [Theory]
    [InlineData("a=1,")]
    [InlineData("a=1,,b=2")]
    [InlineData("a=1 b=2")]
    [InlineData("a=1,a=2")]
    [InlineData("a=(\"x\");k=1;k=2")]
    [InlineData("A=1")]
    [InlineData("=1")]
    [InlineData("a=")]
    [InlineData("a=(\"x\"")]
    [InlineData("a=(\"x\"\"y\")")]
    [InlineData("a=(\"x\",\"y\")")]
    [InlineData("a=(\"x\"\t\"y\")")]
    [InlineData("a=\"x")]
    [InlineData("a=\"x\\n\"")]
    [InlineData("a=\"é\"")]
    [InlineData("a=\"\u0001\"")]
    [InlineData("a=:AA EC:")]
    [InlineData("a=:AAE:")]
    [InlineData("a=:AAEC")]
    [InlineData("a=:A*==:")]
    [InlineData("a=?2")]
    [InlineData("a=?")]
    [InlineData("a=-")]
    [InlineData("a=1.")]
    [InlineData("a=1.2345")]
    [InlineData("a=1234567890123456")]
    [InlineData("a=1234567890123.1")]
    [InlineData("a=@1.5")]
    [InlineData("a=%\"%C3\"")]
    [InlineData("a=%\"%c3\"")]
    [InlineData("a=%\"%c")]
    [InlineData("a;")]
    [InlineData("a;=1")]
    [InlineData("a=1\n")]
    [InlineData("\ta=1")]
    public void ParseDictionary_Malformed_IsRefused(string text) => Assert.Null(FieldParser.ParseDictionary(text));

    [Fact]
    public void ParseDictionary_RandomText_NeverThrows()
    {
        var random = new Random(20261124);
        const string Alphabet = "a=()\";:?@%,\\ \t0123456789.-*+/yilai\u00e9\0";
        for (var i = 0; i < 50_000; i++)
        {
            var text = new string([.. Enumerable.Range(0, random.Next(24)).Select(_ => Alphabet[random.Next(Alphabet.Length)])]);
            if (FieldParser.ParseDictionary(text) is not { } members)
            {
                continue;
            }

            // What was understood must be understood the same when it is written out.
            foreach (var (key, member) in members)
            {
                var written = FieldWriter.Write(member);
                Assert.Equal(written, FieldWriter.Write(FieldParser.ParseDictionary($"{key}={written}")![key]));
            }
        }
    }
}
