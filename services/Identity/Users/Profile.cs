using Yilai.ServiceDefaults.Privacy;

namespace Yilai.Identity.Users;

/// <summary>An account as its owner sees it.</summary>
/// <param name="Id">The account's id.</param>
/// <param name="Phone">The phone number, masked.</param>
/// <param name="NickName">The name shown beside what the account writes.</param>
/// <param name="CreatedAt">The UTC instant of the first login.</param>
internal sealed record Profile(Guid Id, string Phone, string NickName, DateTimeOffset CreatedAt)
{
    public static Profile Of(Account account) => new(account.Id, Masking.MaskPhone(account.Phone), account.NickName, account.CreatedAt);
}
