namespace Yilai.HospitalSimulator.Hospitals;

/// <summary>The hospitals that are played, in the order in which they are pushed.</summary>
internal sealed class HospitalDirectory(IReadOnlyList<SimulatedHospital> all)
{
    private readonly Dictionary<string, SimulatedHospital> byCode = all.ToDictionary(hospital => hospital.Code);

    /// <summary>All of them.</summary>
    public IReadOnlyList<SimulatedHospital> All => all;

    /// <summary>The bundled ones, then those of the file.</summary>
    /// <exception cref="SimulatorException">The file is not as it must be.</exception>
    public static HospitalDirectory Load(string? csvFile) =>
        new([.. BundledHospitals.All(), .. csvFile is null ? [] : CsvHospitals.Read(csvFile)]);

    /// <summary>The one with this code, or null.</summary>
    public SimulatedHospital? Find(string code) => byCode.GetValueOrDefault(code);
}
