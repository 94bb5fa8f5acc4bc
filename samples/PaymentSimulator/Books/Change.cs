using Microsoft.Data.Sqlite;

namespace Yilai.PaymentSimulator.Books;

/// <summary>A change of the books that waits for its turn, and somebody who waits for it.</summary>
internal interface IChange
{
    /// <summary>False when it threw: nothing of it is to stay.</summary>
    bool TryDo(SqliteConnection connection);

    /// <summary>It is on the disk.</summary>
    void Tell();

    /// <summary>It did not come onto the disk.</summary>
    void Fail(Exception exception);
}

/// <inheritdoc cref="IChange"/>
internal sealed class Change<T>(Func<SqliteConnection, T> change) : IChange
{
    private readonly TaskCompletionSource<T> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T result = default!;
    private Exception? thrown;

    public Task<T> Done => done.Task;

    public bool TryDo(SqliteConnection connection)
    {
        try
        {
            result = change(connection);
            return true;
        }
#pragma warning disable CA1031 // The one who waits for the change gets it; the others of the transaction must not.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            thrown = exception;
            return false;
        }
    }

    public void Tell() => _ = thrown is null ? done.TrySetResult(result) : done.TrySetException(thrown);

    public void Fail(Exception exception) => done.TrySetException(thrown ?? exception);
}
