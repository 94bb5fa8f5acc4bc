using System.Buffers.Binary;

namespace Yilai.Orders.Tests.Platform;

/// <summary>Users and their patients: a patient's id is its owner's with another last byte.</summary>
internal static class Accounts
{
    private static long s_users;

    public static Guid NewUser()
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(bytes[4..], Interlocked.Increment(ref s_users));
        return new Guid(bytes, bigEndian: true);
    }

    public static Guid PatientOf(Guid user, byte number = 1)
    {
        var bytes = user.ToByteArray(bigEndian: true);
        bytes[15] = number;
        return new Guid(bytes, bigEndian: true);
    }

    public static Guid OwnerOf(Guid patient) => PatientOf(patient, 0);
}
