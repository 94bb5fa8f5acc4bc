using Dapper;
using Npgsql;
using Yilai.ServiceDefaults.Privacy;

namespace Yilai.Identity.Patients;

/// <summary>The table of patients, with its encryption. Removed patients stay for the orders that name them.</summary>
internal sealed class PatientStore(NpgsqlDataSource database, PersonalDataCipher cipher, BlindIndex index, TimeProvider clock)
{
    private const string Columns =
        """
        select id, user_id, name, certificates_type, certificates_no, gender, birthday, phone, is_marry, is_insured, card_no,
            contacts_name, contacts_phone from patient
        """;

    public async Task<IReadOnlyList<Patient>> ListAsync(Guid userId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<Row>(Command(
            $"{Columns} where user_id = @userId and not is_deleted order by create_time, id", new { userId }, cancellationToken));
        return [.. rows.Select(Open)];
    }

    public async Task<Patient?> FindAsync(Guid userId, string id, bool includeRemoved, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(id, out var patientId))
        {
            return null;
        }

        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var row = await connection.QuerySingleOrDefaultAsync<Row>(Command(
            $"{Columns} where id = @patientId and user_id = @userId and (@includeRemoved or not is_deleted)",
            new { patientId, userId, includeRemoved },
            cancellationToken));
        return row is null ? null : Open(row);
    }

    /// <summary>The names of those that are there; nothing is decrypted for them.</summary>
    public async Task<IReadOnlyList<PatientName>> NamesAsync(IReadOnlyList<PatientReference> patients, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return (await connection.QueryAsync<PatientName>(Command(
            """
            select user_id, id as patient_id, name from patient
            where (id, user_id) in (select * from unnest(@ids, @users)) and not is_deleted
            """,
            new { ids = patients.Select(p => p.PatientId).ToArray(), users = patients.Select(p => p.UserId).ToArray() },
            cancellationToken))).AsList();
    }

    /// <summary>Adds a patient unless the account already has <paramref name="limit"/>; null then.</summary>
    /// <exception cref="DuplicatePatientException">The account has this person already.</exception>
    public async Task<Patient?> AddAsync(Guid userId, PatientFacts facts, int limit, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var patient = new Patient(Guid.CreateVersion7(now), userId, facts);
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        // The account's row is the lock that keeps two additions from both seeing the last free place.
        await connection.ExecuteAsync(Command("select from user_info where id = @userId for update", new { userId }, cancellationToken));
        var count = await connection.ExecuteScalarAsync<long>(Command(
            "select count(*) from patient where user_id = @userId and not is_deleted", new { userId }, cancellationToken));
        if (count >= limit)
        {
            return null;
        }

        await WriteAsync(connection, """
            insert into patient (id, user_id, name, certificates_type, certificates_no, certificates_no_index, gender, birthday,
                phone, is_marry, is_insured, card_no, contacts_name, contacts_phone, create_time, update_time)
            values (@Id, @UserId, @Name, @CertificatesType, @CertificatesNo, @CertificatesNoIndex, @Gender, @Birthday,
                @Phone, @IsMarry, @IsInsured, @CardNo, @ContactsName, @ContactsPhone, @Now, @Now)
            """, patient, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return patient;
    }

    /// <summary>Replaces what is known of a patient.</summary>
    /// <exception cref="DuplicatePatientException">The account has this person already.</exception>
    public async Task UpdateAsync(Patient patient, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await WriteAsync(connection, """
            update patient set name = @Name, certificates_type = @CertificatesType, certificates_no = @CertificatesNo,
                certificates_no_index = @CertificatesNoIndex, gender = @Gender, birthday = @Birthday, phone = @Phone,
                is_marry = @IsMarry, is_insured = @IsInsured, card_no = @CardNo, contacts_name = @ContactsName,
                contacts_phone = @ContactsPhone, update_time = @Now
            where id = @Id and user_id = @UserId and not is_deleted
            """, patient, cancellationToken);
    }

    public async Task<bool> RemoveAsync(Guid userId, string id, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(id, out var patientId))
        {
            return false;
        }

        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteAsync(Command(
            "update patient set is_deleted = true, update_time = @now where id = @patientId and user_id = @userId and not is_deleted",
            new { patientId, userId, now = clock.GetUtcNow() },
            cancellationToken)) == 1;
    }

    private async Task WriteAsync(NpgsqlConnection connection, string sql, Patient patient, CancellationToken cancellationToken)
    {
        var (id, userId, facts) = patient;
        try
        {
            await connection.ExecuteAsync(Command(
                sql,
                new
                {
                    id,
                    userId,
                    facts.Name,
                    facts.CertificatesType,
                    CertificatesNo = Seal(facts.CertificatesNo, "certificates_no", id),
                    CertificatesNoIndex = index.Of("patient.certificates_no", $"{facts.CertificatesType}/{facts.CertificatesNo}"),
                    facts.Gender,
                    facts.Birthday,
                    Phone = Seal(facts.Phone, "phone", id),
                    facts.IsMarry,
                    facts.IsInsured,
                    CardNo = Seal(facts.CardNo, "card_no", id),
                    facts.ContactsName,
                    ContactsPhone = Seal(facts.ContactsPhone, "contacts_phone", id),
                    Now = clock.GetUtcNow(),
                },
                cancellationToken));
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            throw new DuplicatePatientException(e);
        }
    }

    private Patient Open(Row row) => new(row.Id, row.UserId, new PatientFacts(
        row.Name,
        row.CertificatesType,
        Unseal(row.CertificatesNo, "certificates_no", row.Id)!,
        row.Gender,
        row.Birthday,
        Unseal(row.Phone, "phone", row.Id)!,
        row.IsMarry,
        row.IsInsured,
        Unseal(row.CardNo, "card_no", row.Id),
        row.ContactsName,
        Unseal(row.ContactsPhone, "contacts_phone", row.Id)));

    private string? Seal(string? text, string column, Guid id) => text is null ? null : cipher.Encrypt(text, $"patient.{column}/{id}");

    private string? Unseal(string? value, string column, Guid id) => value is null ? null : cipher.Decrypt(value, $"patient.{column}/{id}");

    private static CommandDefinition Command(string sql, object parameters, CancellationToken cancellationToken) =>
        new(sql, parameters, cancellationToken: cancellationToken);

    private sealed record Row(
        Guid Id,
        Guid UserId,
        string Name,
        string CertificatesType,
        string CertificatesNo,
        string Gender,
        DateOnly Birthday,
        string Phone,
        bool? IsMarry,
        bool IsInsured,
        string? CardNo,
        string? ContactsName,
        string? ContactsPhone);
}
