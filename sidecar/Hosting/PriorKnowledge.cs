using System.Buffers;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Yilai.Sidecar.Hosting;

/// <summary>
/// HTTP/1.1 and HTTP/2 on one port without TLS. Kestrel chooses by what TLS negotiated; here the first bytes of the
/// connection say it, and are told to Kestrel in the words of TLS.
/// </summary>
internal static class PriorKnowledge
{
    public static ConnectionDelegate Detect(ConnectionDelegate next) => async connection =>
    {
        if (await IsHttp2Async(connection))
        {
            connection.Features.Set<ITlsConnectionFeature>(NegotiatedHttp2.Instance);
            connection.Features.Set<ITlsApplicationProtocolFeature>(NegotiatedHttp2.Instance);
        }
        await next(connection);
    };

    private static async ValueTask<bool> IsHttp2Async(ConnectionContext connection)
    {
        var input = connection.Transport.Input;
        while (true)
        {
            var read = await input.ReadAsync(connection.ConnectionClosed);
            var (decided, isHttp2) = Decide(read.Buffer);
            if (decided || read.IsCompleted || read.IsCanceled)
            {
                input.AdvanceTo(read.Buffer.Start);
                return isHttp2;
            }
            input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    /// <summary>No HTTP/1.1 method starts like the preface of HTTP/2.</summary>
    private static (bool Decided, bool IsHttp2) Decide(ReadOnlySequence<byte> buffer)
    {
        var preface = "PRI * "u8;
        Span<byte> start = stackalloc byte[6];
        var length = (int)Math.Min(buffer.Length, start.Length);
        buffer.Slice(0, length).CopyTo(start);
        var same = start[..length].SequenceEqual(preface[..length]);
        return (!same || length == preface.Length, same && length == preface.Length);
    }

    private sealed class NegotiatedHttp2 : ITlsConnectionFeature, ITlsApplicationProtocolFeature
    {
        public static readonly NegotiatedHttp2 Instance = new();
        private static readonly byte[] H2 = "h2"u8.ToArray();

        public X509Certificate2? ClientCertificate { get; set; }

        public ReadOnlyMemory<byte> ApplicationProtocol => H2;

        public Task<X509Certificate2?> GetClientCertificateAsync(CancellationToken cancellationToken) => Task.FromResult<X509Certificate2?>(null);
    }
}
