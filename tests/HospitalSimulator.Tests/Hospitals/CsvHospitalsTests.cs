using System.Text;
using Yilai.HospitalSimulator.Hospitals;

namespace Yilai.HospitalSimulator.Tests.Hospitals;

public sealed class CsvHospitalsTests : IDisposable
{
    private const string Header = "province_code,province,city_code,city,name,address,phone\n";
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Read_SeveralCities_NumbersEachInOrder()
    {
        var hospitals = Read(
            """
            350000,福建省,350100,福州市,甲医院,某路1号,0591-1
            110000,北京市,110100,北京市,乙医院,,
            350000,福建省,350100,福州市,"丙医院, 东院",,
            """);

        Assert.Equal(["C350100-0001", "C110100-0001", "C350100-0002"], hospitals.Select(hospital => hospital.Code));
        Assert.Equal("丙医院, 东院", hospitals[2].Hospital.Name);
        Assert.Equal(("0", "350100", "某路1号", "0591-1"), Facts(hospitals[0]));
        Assert.Equal(("0", "110100", null, null), Facts(hospitals[1]));
        Assert.All(hospitals, hospital => Assert.Equal(3, hospital.Departments.Count));

        static (string, string, string?, string?) Facts(SimulatedHospital hospital) =>
            (hospital.Hospital.Level, hospital.Hospital.RegionCode, hospital.Hospital.Address, hospital.Hospital.Phone);
    }

    [Fact]
    public void Read_InvisibleMarks_AreLeftOut() =>
        Assert.Equal("13800000000", Read("350000,福建省,350100,福州市,甲医院,,\u202d13800000000\u202c").Single().Hospital.Phone);

    [Theory]
    [InlineData("350000,福建省,350100,福州市,甲医院,,\n350000,福建省", 3)]
    [InlineData("350000,福建省,350100,福州市,甲医院,,,", 2)]
    [InlineData("350000,福建省,350100,福州市,\"甲医院,,", 2)]
    [InlineData("350000,福建省,350100,福州市,甲\"医院\",,", 2)]
    [InlineData("350000,福建省,35010,福州市,甲医院,,", 2)]
    [InlineData("350000,福建省,35010A,福州市,甲医院,,", 2)]
    [InlineData("350000,福建省,350100,福州市, ,,", 2)]
    public void Read_MalformedRow_NamesIt(string rows, int row)
    {
        var exception = Assert.Throws<SimulatorException>(() => Read(rows));

        Assert.Contains($"hospitals.csv, row {row}: ", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', exception.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("name,full_name,type\n")]
    public void Read_OtherColumns_NamesThoseMissing(string text) => Assert.Contains(
        "row 1: there is no column province_code",
        Assert.Throws<SimulatorException>(() => CsvHospitals.Read(folder.Write("hospitals.csv", text)).ToArray()).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Read_OtherEncoding_SaysSo()
    {
        File.WriteAllBytes(folder.File("gbk.csv"), [.. Encoding.UTF8.GetBytes(Header), 0xb1, 0xb1, 0xbe, 0xa9]);

        var exception = Assert.Throws<SimulatorException>(() => CsvHospitals.Read(folder.File("gbk.csv")).ToArray());

        Assert.Contains("is not UTF-8", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_NoFile_SaysSo() => Assert.Contains(
        "cannot be read", Assert.Throws<SimulatorException>(() => CsvHospitals.Read(folder.File("none.csv")).ToArray()).Message, StringComparison.Ordinal);

    private SimulatedHospital[] Read(string rows) => [.. CsvHospitals.Read(folder.Write("hospitals.csv", Header + rows + "\n"))];
}
