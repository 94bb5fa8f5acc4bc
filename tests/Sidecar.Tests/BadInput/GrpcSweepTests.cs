using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net.Http.Headers;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;

namespace Yilai.Sidecar.Tests.BadInput;

/// <summary>
/// Every method of the gRPC API with everything that nobody should send. The methods are those of the services that the
/// running sidecar has.
/// </summary>
public sealed class GrpcSweepTests : IAsyncLifetime
{
    /// <summary>What daprd, too, answers with UNKNOWN.</summary>
    private static readonly string[] Unknown = ["multi-instance purge is not implemented"];

    private readonly ConcurrentQueue<string> wrong = [];
    private SweptSidecar swept = null!;
    private int sent;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => swept = await SweptSidecar.StartAsync();

    public ValueTask DisposeAsync() => swept.DisposeAsync();

    [Fact]
    public async Task EveryMethod_WithWhatNobodyShouldSend_AnswersWithAStatus()
    {
        await Task.WhenAll(swept.Methods.Select(SweepAsync));
        foreach (var path in (string[])["dapr.proto.runtime.v1.Dapr/Nothing", "dapr.proto.runtime.v1.Dapr/No.Thing", "dapr.proto.runtime.v1.Dapr", "a.b/c", "a.b/c.d", "%ff/x", ""])
            Assert.NotEqual(StatusCode.OK, (await CallAsync(path, Frame([]))).Status);

        Assert.True(await swept.IsWellAsync());
        Assert.True(wrong.IsEmpty && !swept.Errors.Any(), $"{wrong.Count} of {sent}\n{string.Join('\n', wrong.Concat(swept.Errors).Take(100))}");
    }

    private async Task SweepAsync(MethodDescriptor method)
    {
        await Task.Yield();
        var path = $"{method.Service.FullName}/{method.Name}";
        byte[][] noise = [[0xFF, 0xFF, 0xFF, 0xFF], [0x0A, 0x7F, 0x41], [0x0A], [0x0B], [0x07, 0x01], [.. Enumerable.Repeat((byte)0x0A, 500)]];
        byte[][] frames = [[], [1, 2, 3], [0, 0, 0, 0, 9, 1], [1, 0, 0, 0, 1, 0], [0, 0x7F, 0xFF, 0xFF, 0xFF, 1], Frame(new byte[5 * 1024 * 1024]), Frame([]), Frame([0x0A, 0x02, 0xC3, 0x28, 0x12, 0x02, 0xC3, 0x28])];
        string[] types = ["application/json", "text/plain", "application/grpc+json", "application/grpc-web"];
        await Task.WhenAll([
            .. noise.Select(n => RefuseAsync(path, n)),
            .. frames.Select(f => CallAsync(path, f)),
            .. types.Select(t => CallAsync(path, Frame([]), t)),
            // Of a stream, the second message is as odd as the first.
            .. OddMessages.Of(method.InputType).Select(m => CallAsync(path, method.IsClientStreaming ? [.. Frame(m.ToByteArray()), .. Frame(m.ToByteArray())] : Frame(m.ToByteArray()), what: m.ToString()!)),
        ]);
    }

    private async Task RefuseAsync(string path, byte[] noise)
    {
        var (status, message) = await CallAsync(path, Frame(noise));
        if (status is not (StatusCode.Internal or StatusCode.InvalidArgument or StatusCode.FailedPrecondition or StatusCode.Unimplemented or StatusCode.DeadlineExceeded))
            wrong.Enqueue($"{path} takes {Convert.ToHexString(noise)}: {status} {message}");
    }

    private static byte[] Frame(byte[] message)
    {
        var frame = new byte[5 + message.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), message.Length);
        message.CopyTo(frame, 5);
        return frame;
    }

    /// <summary>Sends the bytes of a call, and notes it if its answer is none that a server should give.</summary>
    private async Task<(StatusCode Status, string Message)> CallAsync(string path, byte[] body, string contentType = "application/grpc", string what = "")
    {
        Interlocked.Increment(ref sent);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/" + path) { Version = swept.Grpc.DefaultRequestVersion, VersionPolicy = swept.Grpc.DefaultVersionPolicy, Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(contentType);
        request.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        request.Headers.Add("grpc-timeout", "7S");
        what = $"{path} {contentType} {(what.Length > 0 ? what : Convert.ToHexString(body.AsSpan(0, Math.Min(body.Length, 20))))}";
        (StatusCode, string) Wrong(string why)
        {
            wrong.Enqueue($"{what[..Math.Min(what.Length, 400)]}: {why}");
            return ((StatusCode)(-1), why);
        }
        try
        {
            using var response = await swept.Grpc.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancellation);
            await response.Content.CopyToAsync(Stream.Null, Cancellation);
            string? Header(string name) => response.TrailingHeaders.TryGetValues(name, out var trailers) ? trailers.First() : response.Headers.TryGetValues(name, out var headers) ? headers.First() : null;
            if (contentType != "application/grpc" && response.StatusCode == System.Net.HttpStatusCode.UnsupportedMediaType)
                return (StatusCode.InvalidArgument, "");
            var message = Uri.UnescapeDataString(Header("grpc-message") ?? "");
            if (!int.TryParse(Header("grpc-status"), out var number) || number is < 0 or > 16)
                return Wrong($"{(int)response.StatusCode}, no status");
            var status = (StatusCode)number;
            return SweptSidecar.IsOfAnAccident(message) || status == StatusCode.Unknown && path.StartsWith("dapr.", StringComparison.Ordinal) && !Unknown.Contains(message) ? Wrong($"{status} {message}") : (status, message);
        }
        catch (Exception error) when ((error as HttpProtocolException ?? error.InnerException) is HttpProtocolException { ErrorCode: 8 })
        {
            return (StatusCode.DeadlineExceeded, ""); // CANCEL: the deadline of a stream that stays open.
        }
        catch (Exception error) when (error is HttpRequestException or IOException && body.Length < 1_000_000)
        {
            return Wrong(error.InnerException?.Message ?? error.Message);
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            return (StatusCode.ResourceExhausted, ""); // Refused before all of it was sent.
        }
    }
}
