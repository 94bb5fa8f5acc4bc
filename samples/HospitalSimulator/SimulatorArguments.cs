namespace Yilai.HospitalSimulator;

/// <summary>What the command line says.</summary>
/// <param name="HospitalsFile">A CSV file of further hospitals.</param>
/// <param name="KeysFile">The file to write keys to instead of playing.</param>
internal sealed record SimulatorArguments(string? HospitalsFile, string? KeysFile)
{
    /// <exception cref="SimulatorException">The command line is not understood.</exception>
    public static SimulatorArguments Parse(ReadOnlySpan<string> args)
    {
        var (hospitals, keys) = ((string?)null, (string?)null);
        while (!args.IsEmpty)
        {
            if (args is not [var name, var value, ..])
            {
                throw new SimulatorException($"{args[0]} needs a file.");
            }

            switch (name)
            {
                case "--hospitals":
                    hospitals = value;
                    break;
                case "--write-keys":
                    keys = value;
                    break;
                default:
                    throw new SimulatorException($"{name} is unknown; known are --hospitals FILE.csv and --write-keys FILE.");
            }

            args = args[2..];
        }

        return new(hospitals, keys);
    }
}
