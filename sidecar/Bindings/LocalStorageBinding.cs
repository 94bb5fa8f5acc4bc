using System.Buffers.Text;
using System.Text.Json;
using Yilai.Sidecar.Components;
using Yilai.Sidecar.Http;

namespace Yilai.Sidecar.Bindings;

/// <summary>bindings.localstorage: files below one directory, and never outside of it.</summary>
internal sealed class LocalStorageBinding(ComponentContext context) : IOutputBinding
{
    public static readonly ComponentType Type = new("bindings.localstorage", "v1", c => new LocalStorageBinding(c));

    private static readonly string[] Forbidden = ["/proc", "/sys", "/boot", "/var/run/secrets"];

    private readonly string root = Path.TrimEndingDirectorySeparator(context.FullPath(context.Metadata.Required("rootPath")));

    public IReadOnlyList<string> Capabilities => ["OUTPUT_BINDING"];

    public IReadOnlyList<string> Operations => ["create", "get", "delete", "list"];

    public Task InitializeAsync(CancellationToken cancellation)
    {
        if (Array.Exists(Forbidden, f => root == f || root.StartsWith(f + "/", StringComparison.Ordinal)))
            throw new ComponentException($"its rootPath {root} is a directory of the system; choose another") { Field = "rootPath" };
        try
        {
            Directory.CreateDirectory(root);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ComponentException($"its rootPath {root} cannot be made: {error.Message}", error) { Field = "rootPath" };
        }
        return Task.CompletedTask;
    }

    public async Task<BindingResponse?> InvokeAsync(BindingRequest request, CancellationToken cancellation)
    {
        try
        {
            switch (request.Operation)
            {
                case "create": return await CreateAsync(request, cancellation);
                case "get": return new BindingResponse(await File.ReadAllBytesAsync(Inside(Named(request)), cancellation));
                case "delete": return Delete(request);
                case "list": return List(request);
                default: throw new BindingException($"unsupported operation {request.Operation}");
            }
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new BindingException($"file not found: {Named(request)}", cause: error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new BindingException(error.Message, cause: error);
        }
    }

    private async Task<BindingResponse> CreateAsync(BindingRequest request, CancellationToken cancellation)
    {
        var path = Inside(request.Text("fileName") ?? Guid.CreateVersion7(context.Clock.GetUtcNow()).ToString());
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllBytesAsync(path, Content(request.Data), cancellation);
        var relative = Path.GetRelativePath(root, path);
        return new BindingResponse(JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { ["fileName"] = relative }, ApiJson.Options));
    }

    /// <summary>Dapr takes off one layer of quotes and then decodes whatever happens to be base64.</summary>
    private static byte[] Content(ReadOnlyMemory<byte> data)
    {
        var bytes = GoString.Unquote(data.Span) ?? data.ToArray();
        var packed = bytes.Where(b => b is not ((byte)'\r' or (byte)'\n')).ToArray();
        var decoded = new byte[Base64.GetMaxDecodedFromUtf8Length(packed.Length)];
        return packed.All(b => b > ' ') && Base64.DecodeFromUtf8(packed, decoded, out var read, out var written) == System.Buffers.OperationStatus.Done && read == packed.Length
            ? decoded[..written]
            : bytes;
    }

    private BindingResponse? Delete(BindingRequest request)
    {
        var path = Inside(Named(request));
        if (!File.Exists(path))
            throw new FileNotFoundException();
        File.Delete(path);
        return null;
    }

    private BindingResponse List(BindingRequest request)
    {
        var path = Inside(request.Text("fileName") ?? "");
        if (!Directory.Exists(path))
            throw new BindingException(File.Exists(path) ? $"the path {request.Text("fileName")} is not a directory" : $"file not found: {request.Text("fileName")}");
        var files = Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToArray();
        return new BindingResponse(JsonSerializer.SerializeToUtf8Bytes(files, ApiJson.Options));
    }

    private static string Named(BindingRequest request) =>
        request.Text("fileName") ?? throw new BindingException("required metadata not set: fileName");

    /// <summary>However the name climbs, it ends below the root; a link that leads out of it is refused.</summary>
    private string Inside(string name)
    {
        if (name.Contains('\0', StringComparison.Ordinal))
            throw new BindingException("the file name has a character no file name may have");
        var parts = new List<string>();
        foreach (var part in name.Split(['/', Path.DirectorySeparatorChar]))
        {
            if (part == ".." && parts.Count > 0)
                parts.RemoveAt(parts.Count - 1);
            else if (part is not ("" or "." or ".."))
                parts.Add(part);
        }
        var path = root;
        foreach (var part in parts)
        {
            path = Path.Combine(path, part);
            if (new FileInfo(path).LinkTarget is not null)
                throw new BindingException($"{name} leads over a link");
        }
        return path;
    }
}
