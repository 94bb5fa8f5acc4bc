using System.Security.Cryptography;
using System.Text;

namespace Yilai.HospitalSimulator.Schedules;

/// <summary>Chance that always falls the same way for the same seed, on every machine and version.</summary>
internal struct Dice(string seed)
{
    private readonly byte[] bytes = SHA256.HashData(Encoding.UTF8.GetBytes(seed));
    private int next;

    public bool Falls(int chances, int of) => Next() % of < chances;

    public int Between(int least, int most) => least + (Next() % (most - least + 1));

    private int Next()
    {
        var value = bytes[next] << 8 | bytes[next + 1];
        next += 2;
        return value;
    }
}
