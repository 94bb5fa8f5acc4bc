using System.Globalization;

namespace Yilai.TestSupport;

/// <summary>Phones and identity numbers for made-up patients: well-formed, unique within a run.</summary>
public static class Persons
{
    private static readonly int[] Weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    private static int last;

    /// <summary>A new person.</summary>
    public static int Next() => Interlocked.Increment(ref last);

    /// <summary>The person's phone.</summary>
    public static string Phone(int person) => "139" + person.ToString("00000000", CultureInfo.InvariantCulture);

    /// <summary>An identity number with a right check digit (GB 11643).</summary>
    public static string IdentityNumber(int person)
    {
        var birthday = new DateOnly(1950, 1, 1).AddDays(person % 20_000);
        var body = "110101" + birthday.ToString("yyyyMMdd", CultureInfo.InvariantCulture) + (person % 1000).ToString("000", CultureInfo.InvariantCulture);
        var sum = body.Select((c, i) => (c - '0') * Weights[i]).Sum();
        return body + "10X98765432"[sum % 11];
    }
}
