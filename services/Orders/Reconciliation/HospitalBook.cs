namespace Yilai.Orders.Reconciliation;

/// <summary>What a hospital says of an order, as ingest passes it on.</summary>
/// <param name="Status"><c>booked</c>, <c>paid</c>, <c>cancelled</c> or <c>unknown</c>.</param>
/// <param name="Number">The sequence number in its books.</param>
internal sealed record HospitalBook(string Status, int? Number = null)
{
    public const string Booked = "booked";
    public const string Paid = "paid";
    public const string Cancelled = "cancelled";

    public bool Holds => Status is Booked or Paid;
}
