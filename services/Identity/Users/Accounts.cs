using Dapper;
using Npgsql;
using Yilai.ServiceDefaults.Privacy;

namespace Yilai.Identity.Users;

/// <summary>The table of accounts, with its encryption.</summary>
internal sealed class Accounts(NpgsqlDataSource database, PersonalDataCipher cipher, BlindIndex index, TimeProvider clock)
{
    private const string Columns = "select id, phone, nick_name, status, create_time from user_info";

    public async Task<Account?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return Open(await connection.QuerySingleOrDefaultAsync<Row>(new CommandDefinition(
            $"{Columns} where id = @id", new { id }, cancellationToken: cancellationToken)));
    }

    /// <summary>The account of a phone number, created when it is the number's first login.</summary>
    public async Task<Account> FindOrCreateAsync(string phone, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        var phoneIndex = index.Of("user_info.phone", phone);
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            insert into user_info (id, phone, phone_index, nick_name, create_time, update_time)
            values (@id, @Phone, @phoneIndex, @NickName, @now, @now)
            on conflict (phone_index) do nothing
            """,
            new { id, Phone = cipher.Encrypt(phone, PhonePlace(id)), phoneIndex, NickName = $"用户{phone[^4..]}", now },
            cancellationToken: cancellationToken));
        return Open(await connection.QuerySingleAsync<Row>(new CommandDefinition(
            $"{Columns} where phone_index = @phoneIndex", new { phoneIndex }, cancellationToken: cancellationToken)))!;
    }

    public async Task RenameAsync(Guid id, string nickName, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            "update user_info set nick_name = @nickName, update_time = @now where id = @id",
            new { id, nickName, now = clock.GetUtcNow() },
            cancellationToken: cancellationToken));
    }

    private Account? Open(Row? row) => row is null
        ? null
        : new Account(row.Id, cipher.Decrypt(row.Phone, PhonePlace(row.Id)), row.NickName, row.Status == 0, row.CreateTime);

    private static string PhonePlace(Guid id) => $"user_info.phone/{id}";

    private sealed record Row(Guid Id, string Phone, string NickName, short Status, DateTime CreateTime);
}
