using Yilai.Sidecar.Components;

namespace Yilai.Sidecar.Bindings;

/// <summary>Brings events from outside to an app.</summary>
internal interface IInputBinding : IComponent
{
    /// <summary>Runs for one app until cancelled.</summary>
    Task RunAsync(Func<BindingEvent, CancellationToken, Task<bool>> handler, CancellationToken cancellation);
}

/// <summary>Does something outside for an app.</summary>
internal interface IOutputBinding : IComponent
{
    /// <summary>What it can do.</summary>
    IReadOnlyList<string> Operations { get; }

    /// <returns>The answer, or nothing when there is none to give.</returns>
    /// <exception cref="BindingException">It did not work.</exception>
    Task<BindingResponse?> InvokeAsync(BindingRequest request, CancellationToken cancellation);
}

/// <summary>An event from outside.</summary>
internal sealed record BindingEvent(byte[] Data, IReadOnlyDictionary<string, string> Metadata);

/// <summary>What an app wants done.</summary>
internal sealed record BindingRequest(string Operation, ReadOnlyMemory<byte> Data, IReadOnlyDictionary<string, string> Metadata)
{
    public string? Text(string name) => Metadata.TryGetValue(name, out var value) && value.Length > 0 ? value : null;
}

/// <summary>What came of it.</summary>
internal sealed record BindingResponse(byte[]? Data, IReadOnlyDictionary<string, string> Metadata)
{
    public static readonly IReadOnlyDictionary<string, string> NoMetadata = new Dictionary<string, string>();

    public BindingResponse(byte[]? data) : this(data, NoMetadata)
    {
    }
}

/// <summary>A binding failed; some can still tell what the other side answered.</summary>
internal sealed class BindingException(string message, BindingResponse? answer = null, Exception? cause = null) : Exception(message, cause)
{
    public BindingResponse? Answer => answer;
}
