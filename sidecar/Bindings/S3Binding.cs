using System.Text.Json;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Yilai.Sidecar.Components;
using Yilai.Sidecar.Http;

namespace Yilai.Sidecar.Bindings;

/// <summary>bindings.aws.s3: the objects of one bucket, at Amazon or at whoever speaks its protocol.</summary>
internal sealed class S3Binding(ComponentContext context) : IOutputBinding
{
    public static readonly ComponentType Type = new("bindings.aws.s3", "v1", c => new S3Binding(c));

    private readonly S3Settings settings = new(context.Metadata);
    private AmazonS3Client client = null!;

    public IReadOnlyList<string> Capabilities => ["OUTPUT_BINDING"];

    public IReadOnlyList<string> Operations => ["create", "get", "delete", "list", "presign"];

    public Task InitializeAsync(CancellationToken cancellation)
    {
        client = settings.Connect();
        return Task.CompletedTask;
    }

    public async Task<BindingResponse?> InvokeAsync(BindingRequest request, CancellationToken cancellation)
    {
        try
        {
            switch (request.Operation)
            {
                case "create": return await CreateAsync(request, cancellation);
                case "get": return await GetAsync(request, cancellation);
                case "list": return await ListAsync(request, cancellation);
                case "presign": return Answer(new { presignURL = await PresignAsync(Key(request), Given(request, "presignTTL") ?? throw Missing("presignTTL")) });
                case "delete":
                    await client.DeleteObjectAsync(settings.Bucket, Key(request), cancellation);
                    return null;
                default: throw new BindingException($"s3 binding error: unsupported operation {request.Operation}");
            }
        }
        catch (AmazonS3Exception error) when (error.ErrorCode == "NoSuchKey")
        {
            throw new BindingException("object not found", cause: error);
        }
        catch (Exception error) when (error is AmazonClientException or HttpRequestException or IOException or UnauthorizedAccessException or FormatException)
        {
            throw new BindingException($"s3 binding error: {request.Operation} failed: {error.Message.ReplaceLineEndings(" ")}", cause: error);
        }
    }

    public ValueTask DisposeAsync()
    {
        client?.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<BindingResponse> CreateAsync(BindingRequest request, CancellationToken cancellation)
    {
        var key = request.Text("key") ?? Guid.CreateVersion7(context.Clock.GetUtcNow()).ToString();
        var data = Given(request, "filePath") is { } path ? await File.ReadAllBytesAsync(path, cancellation) : GoString.Unquote(request.Data.Span) ?? request.Data.ToArray();
        if (IsOn(request, "decodeBase64"))
            data = Convert.FromBase64String(System.Text.Encoding.Latin1.GetString(data));
        using var body = new MemoryStream(data, writable: false);
        var put = new PutObjectRequest
        {
            BucketName = settings.Bucket,
            Key = key,
            InputStream = body,
            UseChunkEncoding = false, // Many servers that speak S3 do not know it.
            ContentType = request.Text("Content-Type")?.Trim(),
            TagSet = request.Text("tags") is { } tags ? Tags(tags) : null,
        };
        if (Given(request, "storageClass") is { } storage)
            put.StorageClass = storage;
        var stored = await client.PutObjectAsync(put, cancellation);
        var presigned = Given(request, "presignTTL") is { } ttl ? await PresignAsync(key, ttl) : null;
        // versionID is there even when there is none, presignURL is not.
        var answer = new Dictionary<string, string?> { ["location"] = settings.Location(key), ["versionID"] = stored.VersionId };
        if (presigned is not null)
            answer["presignURL"] = presigned;
        return Answer(answer) with { Metadata = new Dictionary<string, string> { ["key"] = key } };
    }

    private async Task<BindingResponse> GetAsync(BindingRequest request, CancellationToken cancellation)
    {
        using var found = await client.GetObjectAsync(settings.Bucket, Key(request), cancellation);
        using var data = new MemoryStream();
        await found.ResponseStream.CopyToAsync(data, cancellation);
        return new BindingResponse(IsOn(request, "encodeBase64") ? System.Text.Encoding.ASCII.GetBytes(Convert.ToBase64String(data.ToArray())) : data.ToArray());
    }

    /// <summary>Answers with the names that the Go client gives to what S3 says.</summary>
    private async Task<BindingResponse> ListAsync(BindingRequest request, CancellationToken cancellation)
    {
        var wanted = Filter(request.Data);
        var found = await client.ListObjectsAsync(
            new ListObjectsRequest
            {
                BucketName = settings.Bucket,
                MaxKeys = wanted.MaxResults < 1 ? 1000 : wanted.MaxResults,
                Marker = wanted.Marker,
                Prefix = wanted.Prefix,
                Delimiter = wanted.Delimiter,
            },
            cancellation);
        return Answer(new
        {
            CommonPrefixes = found.CommonPrefixes?.Select(Prefix => new { Prefix }),
            Contents = found.S3Objects?.Select(o => new
            {
                o.ETag,
                o.Key,
                o.LastModified,
                Owner = o.Owner is null ? null : new { o.Owner.DisplayName, ID = o.Owner.Id },
                o.Size,
                StorageClass = o.StorageClass?.Value,
            }),
            found.Delimiter,
            found.IsTruncated,
            Marker = wanted.Marker ?? "",
            found.MaxKeys,
            found.Name,
            found.NextMarker,
            found.Prefix,
        });
    }

    private async Task<string> PresignAsync(string key, string ttl)
    {
        var time = GoDuration.Parse(ttl) ?? throw new BindingException($"s3 binding error: cannot parse duration {ttl}");
        return await client.GetPreSignedURLAsync(new GetPreSignedUrlRequest
        {
            BucketName = settings.Bucket,
            Key = key,
            Expires = (context.Clock.GetUtcNow() + time).UtcDateTime,
            Protocol = settings.IsPlain ? Protocol.HTTP : Protocol.HTTPS,
        });
    }

    private static ListJson Filter(ReadOnlyMemory<byte> data)
    {
        try
        {
            return data.IsEmpty ? new ListJson(null, null, null, 0) : JsonSerializer.Deserialize<ListJson>(data.Span, ApiJson.Options) ?? new ListJson(null, null, null, 0);
        }
        catch (JsonException error)
        {
            throw new BindingException($"s3 binding (List Operation) - unable to parse Data property - {error.Message}", cause: error);
        }
    }

    private static List<Tag> Tags(string text) =>
        [.. text.Split(',').Select(t => t.Split('=', 2, StringSplitOptions.TrimEntries) is [{ Length: > 0 } name, { Length: > 0 } value]
            ? new Tag { Key = name, Value = value }
            : throw new BindingException($"s3 binding error: invalid tag format: '{t}' (expected key=value)"))];

    private static string Key(BindingRequest request) => request.Text("key") ?? throw Missing("key");

    private string? Given(BindingRequest request, string name) => request.Text(name) ?? context.Metadata.Text(name);

    private bool IsOn(BindingRequest request, string name) => Given(request, name) is { } text && Resources.Yaml.Truthy(text);

    private static BindingException Missing(string name) => new($"s3 binding error: required metadata '{name}' missing");

    private static BindingResponse Answer<T>(T value) => new(JsonSerializer.SerializeToUtf8Bytes(value, Json));

    private static readonly JsonSerializerOptions Json = new() { Encoder = ApiJson.Options.Encoder };

    private sealed record ListJson(string? Marker, string? Prefix, string? Delimiter, int MaxResults);
}
