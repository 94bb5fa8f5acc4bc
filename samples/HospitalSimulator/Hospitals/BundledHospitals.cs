using Yilai.HospitalSdk.Messages;

namespace Yilai.HospitalSimulator.Hospitals;

/// <summary>The hospitals that come with the simulator: public facts about real ones, with invented doctors and numbers.</summary>
internal static class BundledHospitals
{
    public static IEnumerable<SimulatedHospital> All()
    {
        var catalogue = new DepartmentCatalogue();
        return EmbeddedData.Read<Entry[]>("hospitals.json").Select(entry => entry.Play(catalogue));
    }

    private sealed record Entry(
        string Code,
        string Name,
        string Level,
        string Type,
        string RegionCode,
        string Address,
        string? Phone,
        string Intro,
        string Route,
        IReadOnlyList<string> Departments,
        BookingRule BookingRule)
    {
        public SimulatedHospital Play(DepartmentCatalogue catalogue) => new(
            Code,
            new Hospital(Name, Level, Type, RegionCode, Address, Phone, Intro, Route, Logo: null, BookingRule),
            [.. Departments.Select(code => catalogue.Staff(Code, code, 2 + (int)(StableHash.Of($"{Code}:{code}") % 2)))]);
    }
}
