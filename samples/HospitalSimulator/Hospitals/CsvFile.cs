using System.Text;
using CsvHelper;

namespace Yilai.HospitalSimulator.Hospitals;

/// <summary>Reads a CSV file of hospitals, and says in one line what is wrong with it.</summary>
internal static class CsvFile
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly CsvReaderOptions Strict = new()
    {
        Separator = ',',
        MalformedData = CsvMalformedDataHandling.Throw,
        FieldCountMismatch = CsvFieldCountHandling.Throw,
        TrackLineNumbers = true,
        TrimWhitespace = true,
    };

    /// <exception cref="SimulatorException">The file cannot be read, or a row is not as it must be.</exception>
    public static List<CsvHospital> Read(string file)
    {
        try
        {
            using var csv = CsvReader.Create(new StreamReader(file, StrictUtf8), Strict);
            csv.ReadHeader();
            if (CsvHospital.Columns.Where(column => !csv.Headers.Contains(column)).ToArray() is { Length: > 0 } missing)
            {
                throw new SimulatorException($"{file}, row 1: there is no column {string.Join(", ", missing)}.");
            }

            var rows = new List<CsvHospital>();
            while (csv.Read())
            {
                var row = CsvHospital.Of(csv);
                rows.Add(row.Fault is null ? row : throw new SimulatorException($"{file}, row {csv.LineNumber}: {row.Fault}."));
            }

            return rows;
        }
        catch (CsvFormatException exception)
        {
            throw new SimulatorException($"{file}, row {exception.LineNumber}: {exception.Message}", exception);
        }
        catch (DecoderFallbackException exception)
        {
            throw new SimulatorException($"{file} is not UTF-8.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SimulatorException($"{file} cannot be read: {exception.Message}", exception);
        }
    }
}
