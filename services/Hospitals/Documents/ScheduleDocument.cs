using MongoDB.Bson;
using MongoDB.Bson.Serialization.Attributes;
using Yilai.Hospitals.Schedules;

namespace Yilai.Hospitals.Documents;

/// <summary>A doctor's session (排班) as the hospital pushed it. How many numbers are left is the truth of orders alone.</summary>
internal sealed record ScheduleDocument
{
    /// <summary>See <see cref="DocumentId"/>; it is also the public id.</summary>
    [BsonId]
    public required string Id { get; init; }

    public required string HospitalCode { get; init; }

    public required string ScheduleId { get; init; }

    public required string DepartmentCode { get; init; }

    public required string DepartmentName { get; init; }

    public required string DoctorName { get; init; }

    public required string DoctorTitle { get; init; }

    public string? Skill { get; init; }

    [BsonRepresentation(BsonType.String)]
    public required DateOnly Date { get; init; }

    [BsonRepresentation(BsonType.String)]
    public required Period Period { get; init; }

    public required int Released { get; init; }

    public required int Available { get; init; }

    [BsonRepresentation(BsonType.Decimal128)]
    public required decimal Fee { get; init; }

    [BsonRepresentation(BsonType.String)]
    public required PushedStatus Status { get; init; }

    [BsonRepresentation(BsonType.DateTime)]
    public required DateTimeOffset UpdatedAt { get; init; }
}
