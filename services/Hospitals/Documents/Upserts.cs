using MongoDB.Driver;

namespace Yilai.Hospitals.Documents;

/// <summary>Writes a batch of idempotent upserts in one round trip.</summary>
internal static class Upserts
{
    private const int Tries = 3;
    private static readonly BulkWriteOptions Unordered = new() { IsOrdered = false };

    public static async Task WriteAsync<T>(this IMongoCollection<T> collection, IReadOnlyCollection<WriteModel<T>> writes, CancellationToken cancellationToken)
    {
        for (var attempt = 1; writes.Count > 0; attempt++)
        {
            try
            {
                await collection.BulkWriteAsync(writes, Unordered, cancellationToken);
                return;
            }
            catch (MongoBulkWriteException<T> e) when (attempt < Tries && e.WriteErrors.All(w => w.Category == ServerErrorCategory.DuplicateKey))
            {
                // Two pushes inserted the same new record at the same time; now it exists and the upsert is an update.
            }
        }
    }
}
