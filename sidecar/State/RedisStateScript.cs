using StackExchange.Redis;

namespace Yilai.Sidecar.State;

/// <summary>
/// The writes of a transaction as one script. The hashes are Dapr's (data, version, first-write), and so is what makes a
/// write fail; but all are checked before any is done, so that one that fails leaves nothing half written.
/// </summary>
internal static class RedisStateScript
{
    /// <summary>Five arguments a key: set or del, the version expected (0: any), the data, whether it is a first write, and the seconds to live (empty: as before; 0: for ever).</summary>
    private const string Source = """
        for i = 1, #KEYS do
          local a = (i - 1) * 5
          local version = redis.pcall('HGET', KEYS[i], 'version')
          if version and type(version) ~= 'table' and version ~= '' and version ~= ARGV[a + 2] then
            if ARGV[a + 2] ~= '0' or (ARGV[a + 1] == 'set' and redis.call('HEXISTS', KEYS[i], 'first-write') == 1) then return i end
          end
        end
        for i = 1, #KEYS do
          local a = (i - 1) * 5
          local kind = redis.call('TYPE', KEYS[i]).ok
          if ARGV[a + 1] == 'del' or (kind ~= 'hash' and kind ~= 'none') then redis.call('DEL', KEYS[i]) end
          if ARGV[a + 1] == 'set' then
            redis.call('HSET', KEYS[i], 'data', ARGV[a + 3])
            if ARGV[a + 4] == '1' then redis.call('HSET', KEYS[i], 'first-write', 0) end
            redis.call('HINCRBY', KEYS[i], 'version', 1)
            if ARGV[a + 5] == '0' then redis.call('PERSIST', KEYS[i])
            elseif ARGV[a + 5] ~= '' then redis.call('EXPIRE', KEYS[i], ARGV[a + 5]) end
          end
        end
        return 0
        """;

    /// <returns>The number of the first write that may not be, counted from 1; 0 when all are done.</returns>
    public static async Task<int> RunAsync(IDatabase database, IReadOnlyList<StateWrite> writes, TimeSpan? defaultTimeToLive)
    {
        var keys = new RedisKey[writes.Count];
        var values = new RedisValue[writes.Count * 5];
        foreach (var (index, write) in writes.Index())
        {
            var seconds = write.LivesForEver ? 0 : (long?)(write.TimeToLive ?? defaultTimeToLive)?.TotalSeconds;
            keys[index] = write.Key;
            values[index * 5] = write.IsDelete ? "del" : "set";
            values[index * 5 + 1] = write.ETag ?? "0";
            values[index * 5 + 2] = write.Value ?? ReadOnlyMemory<byte>.Empty;
            values[index * 5 + 3] = write.FirstWrite;
            values[index * 5 + 4] = seconds ?? RedisValue.EmptyString;
        }
        return (int)await database.ScriptEvaluateAsync(Source, keys, values);
    }
}
