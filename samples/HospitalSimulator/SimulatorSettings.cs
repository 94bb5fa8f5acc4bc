using Yilai.HospitalSdk;
using Yilai.HospitalSimulator.Hospitals;
using Yilai.HospitalSimulator.Keys;

namespace Yilai.HospitalSimulator;

/// <summary>What the environment says.</summary>
/// <param name="Gateway">Where the platform is.</param>
/// <param name="Keys">The key of each hospital by its code.</param>
/// <param name="BooksFile">The file that remembers orders, if anything is to be remembered.</param>
internal sealed record SimulatorSettings(Uri Gateway, IReadOnlyDictionary<string, HospitalKey> Keys, string? BooksFile)
{
    /// <exception cref="SimulatorException">A variable or a key is missing or wrong.</exception>
    public static SimulatorSettings Read(IConfiguration configuration, HospitalDirectory hospitals)
    {
        var gateway = Uri.TryCreate(configuration["GATEWAY_URL"], UriKind.Absolute, out var uri) && uri.Scheme.StartsWith("http", StringComparison.Ordinal)
            ? uri
            : throw new SimulatorException("GATEWAY_URL must be the address of the platform, such as http://localhost:8080.");
        var file = configuration["HOSPITAL_KEYS_FILE"]
            ?? throw new SimulatorException("HOSPITAL_KEYS_FILE must name the file that --write-keys wrote.");
        var keys = HospitalKeys.Load(file);
        return hospitals.All.FirstOrDefault(hospital => !keys.ContainsKey(hospital.Code)) is { } without
            ? throw new SimulatorException($"{file} has no key for {without.Code}: run --write-keys {file} with the same --hospitals.")
            : new(gateway, keys, configuration["HOSPITAL_BOOKS"] is { Length: > 0 } books ? Path.GetFullPath(books) : null);
    }
}
