using System.Text.RegularExpressions;
using Yilai.HospitalSimulator.Hospitals;

namespace Yilai.HospitalSimulator.Tests.Hospitals;

public sealed partial class BundledHospitalsTests
{
    private static readonly SimulatedHospital[] All = [.. BundledHospitals.All()];

    [Fact]
    public void All_Bundled_AreOfSeveralProvincesAndLevels()
    {
        Assert.True(All.Select(hospital => hospital.Hospital.RegionCode[..2]).Distinct().Count() >= 6);
        Assert.True(All.Select(hospital => hospital.Hospital.Level).Distinct().Count() >= 4);
        Assert.True(All.Select(hospital => hospital.Hospital.BookingRule.CycleDays).Distinct().Count() >= 3);
    }

    [Fact]
    public void All_Bundled_AreAsTheContractDemands()
    {
        Assert.Equal(All.Length, All.Select(hospital => hospital.Code).Distinct().Count());
        Assert.All(All, hospital =>
        {
            Assert.Matches(HospitalCode(), hospital.Code);
            Assert.Matches(RegionCode(), hospital.Hospital.RegionCode);
            Assert.StartsWith(hospital.Hospital.RegionCode, hospital.Code, StringComparison.Ordinal);
            Assert.InRange(hospital.Departments.Count, 6, 12);
            Assert.InRange(hospital.Hospital.BookingRule.CycleDays, 7, 14);
            Assert.NotEmpty(hospital.Hospital.BookingRule.Notes);
            Assert.All(hospital.Departments, department => Assert.InRange(department.Doctors.Count, 2, 3));
        });
    }

    [Fact]
    public void All_Doctors_AreNobodyInParticular() => Assert.All(
        All.SelectMany(hospital => hospital.Departments).SelectMany(department => department.Doctors),
        doctor => Assert.Matches(GenericName(), doctor.Name));

    [Fact]
    public void All_DoctorsOfADepartment_HaveNamesOfTheirOwn() => Assert.All(
        All.SelectMany(hospital => hospital.Departments),
        department => Assert.Equal(department.Doctors.Count, department.Doctors.Select(doctor => doctor.Name).Distinct().Count()));

    [GeneratedRegex("^[A-Za-z0-9_-]{1,32}$")]
    private static partial Regex HospitalCode();

    [GeneratedRegex("^[1-9][0-9]{5}$")]
    private static partial Regex RegionCode();

    [GeneratedRegex("^.医师$")]
    private static partial Regex GenericName();
}
