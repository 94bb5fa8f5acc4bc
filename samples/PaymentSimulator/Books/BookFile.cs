using System.Collections.Concurrent;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Yilai.PaymentSimulator.Books;

/// <summary>
/// The file of the books. One thread writes: what waits while the disk is busy becomes one transaction, so that hundreds of
/// payments a second share their fsyncs. Nobody is told of a change before it is on the disk.
/// </summary>
internal sealed class BookFile : IDisposable
{
    private const int MostAtOnce = 256;

    private readonly string connectionString;
    private readonly SqliteConnection writing;
    private readonly BlockingCollection<IChange> changes = [];
    private readonly Thread writer;

    /// <exception cref="SimulatorException">The file cannot be made or is something else.</exception>
    public BookFile(SimulatorSettings settings)
    {
        connectionString = new SqliteConnectionStringBuilder { DataSource = settings.BooksFile, ForeignKeys = true }.ToString();
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(settings.BooksFile)!);
            writing = Open();
            writing.Execute("PRAGMA journal_mode = WAL");
            writing.Execute(Embedded.Text("books.sql"));
        }
        catch (Exception exception) when (exception is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new SimulatorException($"{settings.BooksFile} cannot be opened as books: {exception.Message}", exception);
        }

        writer = new Thread(Write) { IsBackground = true, Name = "books" };
        writer.Start();
    }

    /// <summary>Changes the books; done when it is on the disk. What the change throws, it throws, and nothing of it stays.</summary>
    public Task<T> ChangeAsync<T>(Func<SqliteConnection, T> change)
    {
        var entry = new Change<T>(change);
        changes.Add(entry);
        return entry.Done;
    }

    /// <summary>Reads the books as they stand, all in one moment.</summary>
    public T Read<T>(Func<SqliteConnection, T> read)
    {
        using var connection = Open();
        using var moment = connection.BeginTransaction(deferred: true);
        return read(connection);
    }

    public void Dispose()
    {
        changes.CompleteAdding();
        writer.Join();
        writing.Dispose();
        changes.Dispose();
        SqliteConnection.ClearPool(new SqliteConnection(connectionString));
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(connectionString);
        connection.Open();
        connection.Execute("PRAGMA synchronous = FULL");
        return connection;
    }

    private void Write()
    {
        var batch = new List<IChange>(MostAtOnce);
        foreach (var first in changes.GetConsumingEnumerable())
        {
            batch.Add(first);
            while (batch.Count < MostAtOnce && changes.TryTake(out var next))
            {
                batch.Add(next);
            }

            Commit(batch);
            batch.Clear();
        }
    }

    private void Commit(List<IChange> batch)
    {
        try
        {
            using var transaction = writing.BeginTransaction(deferred: false);
            foreach (var change in batch)
            {
                transaction.Save("change");
                if (!change.TryDo(writing))
                {
                    transaction.Rollback("change");
                }

                transaction.Release("change");
            }

            transaction.Commit();
        }
        catch (SqliteException exception)
        {
            batch.ForEach(change => change.Fail(exception));
            return;
        }

        batch.ForEach(change => change.Tell());
    }
}
