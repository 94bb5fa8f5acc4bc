using MongoDB.Bson.Serialization.Attributes;

namespace Yilai.Hospitals.Documents;

/// <summary>A hospital's logo, apart from the hospital so that lists never read images.</summary>
internal sealed record LogoDocument
{
    [BsonId]
    public required string HospitalCode { get; init; }

    public required string ContentType { get; init; }

    public required string Tag { get; init; }

#pragma warning disable CA1819 // The driver maps binary data to arrays.
    public required byte[] Image { get; init; }
#pragma warning restore CA1819
}
