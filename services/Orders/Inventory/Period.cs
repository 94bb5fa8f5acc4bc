namespace Yilai.Orders.Inventory;

/// <summary>The half of a day in which a doctor sees patients.</summary>
internal enum Period
{
    Morning,
    Afternoon,
}
