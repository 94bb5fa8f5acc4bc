namespace Yilai.HospitalSdk.Messages;

/// <summary>The body of a call that carries several records, and of the answers that list them.</summary>
/// <param name="Items">The records.</param>
public sealed record ItemList<T>(IReadOnlyList<T> Items);

/// <summary>What the platform made of the records of a call.</summary>
/// <param name="Accepted">How many it took.</param>
/// <param name="Rejected">Those it did not take.</param>
/// <param name="Reported">Those it took but that need a look; null or empty for none.</param>
public sealed record PushResult(int Accepted, IReadOnlyList<Rejection> Rejected, IReadOnlyList<Report>? Reported = null);

/// <summary>A record that was not taken.</summary>
/// <param name="Index">Its place in the call, from 0.</param>
/// <param name="Code">The stable code of the reason.</param>
/// <param name="Message">The reason in words.</param>
public sealed record Rejection(int Index, string Code, string Message);

/// <summary>A record that was taken although something is wrong, such as fewer numbers than were sold (<c>below-sold</c>).</summary>
/// <param name="Id">The id of the record.</param>
/// <param name="Code">The stable code of what is wrong.</param>
/// <param name="Message">The same in words.</param>
public sealed record Report(string Id, string Code, string Message);
