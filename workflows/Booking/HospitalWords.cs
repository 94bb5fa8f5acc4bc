namespace Yilai.Workflows.Booking;

/// <summary>What became of a submission, in ingest's words.</summary>
internal static class HospitalWords
{
    public const string Confirmed = "confirmed";
    public const string Refused = "refused";
}
