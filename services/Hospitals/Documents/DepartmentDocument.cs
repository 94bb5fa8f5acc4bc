using MongoDB.Bson.Serialization.Attributes;

namespace Yilai.Hospitals.Documents;

/// <summary>A department of a hospital.</summary>
internal sealed record DepartmentDocument
{
    /// <summary>See <see cref="DocumentId"/>.</summary>
    [BsonId]
    public required string Id { get; init; }

    public required string HospitalCode { get; init; }

    public required string Code { get; init; }

    public required string Name { get; init; }

    public required string GroupCode { get; init; }

    public required string GroupName { get; init; }

    public string? Intro { get; init; }

    /// <summary>The place in lists: hospitals push their departments in the order in which they show them.</summary>
    public required long Position { get; init; }
}
