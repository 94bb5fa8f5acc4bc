namespace Yilai.Identity.Sessions;

/// <summary>A session begins or goes on.</summary>
/// <param name="AccessToken">To be sent as <c>Authorization: Bearer</c>.</param>
/// <param name="ExpiresInSeconds">How long it is good for.</param>
/// <param name="User">Who is logged in.</param>
internal sealed record SessionAnswer(string AccessToken, int ExpiresInSeconds, SessionUser User);

/// <summary>Who is logged in.</summary>
/// <param name="Id">The account's id.</param>
/// <param name="Phone">The phone number, masked.</param>
/// <param name="NickName">The name to greet by.</param>
internal sealed record SessionUser(Guid Id, string Phone, string NickName);
