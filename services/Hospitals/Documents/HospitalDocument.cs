using MongoDB.Bson;
using MongoDB.Bson.Serialization.Attributes;
using Yilai.Hospitals.Profile;

namespace Yilai.Hospitals.Documents;

/// <summary>A hospital as it presents itself.</summary>
internal sealed record HospitalDocument
{
    [BsonId]
    public required string Code { get; init; }

    public required string Name { get; init; }

    /// <summary>The name in the form that searches compare, see <see cref="SearchText"/>.</summary>
    public required string SearchName { get; init; }

    public required string Level { get; init; }

    public required string LevelName { get; init; }

    /// <summary>Where the level stands in lists, the highest first.</summary>
    public required int LevelRank { get; init; }

    public string? Type { get; init; }

    public required string RegionCode { get; init; }

    public required string RegionName { get; init; }

    public string? Address { get; init; }

    public string? Phone { get; init; }

    public string? Intro { get; init; }

    public string? Route { get; init; }

    /// <summary>The tag of the logo's present version; null without a logo. The image is a document of its own.</summary>
    public string? LogoTag { get; init; }

    public required BookingRule BookingRule { get; init; }

    /// <summary>Whether the hospital is open on the platform; the truth is in its settings.</summary>
    public required bool Enabled { get; init; }

    [BsonRepresentation(BsonType.DateTime)]
    public required DateTimeOffset UpdatedAt { get; init; }
}
