using Npgsql;

namespace Yilai.Orders.Booking;

/// <summary>
/// How an order comes by its number, in its own transaction: the schedule's row is locked from then on, and the number is
/// nobody else's. Null when there is none to be had.
/// </summary>
internal delegate Task<int?> TakeNumber(NpgsqlConnection connection, BookableSchedule schedule, CancellationToken cancellationToken);
