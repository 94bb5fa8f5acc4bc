using System.Text.Json;
using Npgsql;

namespace Yilai.EndToEnd.Tests.Platform;

/// <summary>Looks into the orders' own tables: what is true, whatever the API says.</summary>
internal static class Books
{
    /// <summary>Remaining numbers of a schedule, and its orders that hold a number, which must be distinct.</summary>
    public static async Task<(int Remaining, int Live)> OfAsync(RunningPlatform platform, string scheduleId)
    {
        var dot = scheduleId.IndexOf('.', StringComparison.Ordinal);
        await using var database = await OpenAsync(platform);
        await using var command = new NpgsqlCommand(
            """
            select s.remaining,
                   (select count(*) from orders.order_info o where o.hospital_code = s.hospital_code and o.schedule_id = s.schedule_id and o.order_status >= 0),
                   (select count(distinct number) from orders.order_info o where o.hospital_code = s.hospital_code and o.schedule_id = s.schedule_id and o.order_status >= 0),
                   s.released
            from orders.schedule s where s.hospital_code = @hospital and s.schedule_id = @schedule
            """,
            database);
        command.Parameters.AddWithValue("hospital", scheduleId[..dot]);
        command.Parameters.AddWithValue("schedule", scheduleId[(dot + 1)..]);
        await using var reader = await command.ExecuteReaderAsync();
        Assert.True(await reader.ReadAsync(), $"the orders service knows no schedule {scheduleId}");
        var (remaining, live, distinct, released) = (reader.GetInt32(0), (int)reader.GetInt64(1), (int)reader.GetInt64(2), reader.GetInt32(3));
        Assert.Equal(live, distinct);
        Assert.Equal(released, remaining + live);
        return (remaining, live);
    }

    /// <summary>Makes the day of an order's visit today: nobody can book for today in every hour of it.</summary>
    public static async Task LetTheDayComeAsync(this RunningPlatform platform, string orderId)
    {
        await using var database = await OpenAsync(platform);
        await using var command = new NpgsqlCommand(
            "update orders.order_info set reserve_date = (now() at time zone 'Asia/Shanghai')::date where id = @id", database);
        command.Parameters.AddWithValue("id", Guid.Parse(orderId));
        Assert.Equal(1, await command.ExecuteNonQueryAsync());
    }

    /// <summary>A connection to the platform's database, by the connection string in its secrets.</summary>
    public static async Task<NpgsqlConnection> OpenAsync(RunningPlatform platform)
    {
        var secrets = JsonSerializer.Deserialize<JsonElement>(await File.ReadAllTextAsync(Path.Combine(platform.Data, "secrets", "secrets.json")));
        // Not from a pool: a test may have killed the server that its connections went to.
        var connection = new NpgsqlConnection(secrets.Text("postgres") + ";Pooling=false");
        await connection.OpenAsync();
        return connection;
    }
}
