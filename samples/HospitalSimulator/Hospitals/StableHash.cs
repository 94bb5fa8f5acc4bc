using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Yilai.HospitalSimulator.Hospitals;

/// <summary>A number from a text that is the same in every process, which <see cref="string.GetHashCode()"/> is not.</summary>
internal static class StableHash
{
    public static uint Of(string text) => BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
