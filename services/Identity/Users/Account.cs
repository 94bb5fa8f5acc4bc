namespace Yilai.Identity.Users;

/// <summary>An account, its phone number decrypted.</summary>
internal sealed record Account(Guid Id, string Phone, string NickName, bool IsLocked, DateTimeOffset CreatedAt);
