using System.Globalization;
using System.Net.Sockets;
using System.Text;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using Yilai.Sidecar.Components;

namespace Yilai.Sidecar.Bindings;

/// <summary>bindings.smtp: sends its data as an HTML mail. What the component says of the mail, a request may say otherwise.</summary>
internal sealed class SmtpBinding : IOutputBinding
{
    public static readonly ComponentType Type = new("bindings.smtp", "v1", c => new SmtpBinding(c.Metadata));

    private readonly ComponentMetadata component;
    private readonly string host;
    private readonly int port;
    private readonly (string User, string Password)? login;

    private SmtpBinding(ComponentMetadata metadata)
    {
        component = metadata;
        host = metadata.Required("host");
        _ = metadata.Required("port");
        port = metadata.Number("port", 0);
        if (port is < 1 or > ushort.MaxValue)
            throw new ComponentException($"its metadata 'port' is {port}, which is no port") { Field = "port" };
        login = (metadata.Text("user"), metadata.Text("password")) switch
        {
            (null, null) => null,
            ({ } user, { } password) => (user, password),
            _ => throw new ComponentException("it needs both of the metadata 'user' and 'password', or none"),
        };
        if (metadata.Text("priority") is { } priority && Priority(priority) is null)
            throw new ComponentException($"its metadata 'priority' is '{priority}', which is not a number from 1 to 5") { Field = "priority" };
    }

    public IReadOnlyList<string> Capabilities => ["OUTPUT_BINDING"];

    public IReadOnlyList<string> Operations => ["create"];

    public async Task<BindingResponse?> InvokeAsync(BindingRequest request, CancellationToken cancellation)
    {
        using var mail = Mail(request);
        using var client = new SmtpClient { Timeout = 10_000, CheckCertificateRevocation = false }; // As Go: nobody is asked about certificates.
#pragma warning disable CA5359 // The operator asks for it.
        if (component.Flag("skipTLSVerify"))
            client.ServerCertificateValidationCallback = (_, _, _, _) => true;
#pragma warning restore CA5359
        try
        {
            await client.ConnectAsync(host, port, port == 465 ? SecureSocketOptions.SslOnConnect : SecureSocketOptions.StartTlsWhenAvailable, cancellation);
            if (login is { } account && client.Capabilities.HasFlag(SmtpCapabilities.Authentication))
                await client.AuthenticateAsync(Encoding.UTF8, account.User, account.Password, cancellation);
            await client.SendAsync(mail, cancellation);
            await client.DisconnectAsync(quit: true, cancellation);
        }
        catch (Exception error) when (error is CommandException or ProtocolException or AuthenticationException or SslHandshakeException or IOException or SocketException or TimeoutException or InvalidOperationException)
        {
            throw new BindingException($"error from smtp binding, sending email failed: {error.Message.ReplaceLineEndings(" ")}", cause: error);
        }
        return null;
    }

    private MimeMessage Mail(BindingRequest request)
    {
        var mail = new MimeMessage();
        mail.From.AddRange(Addresses(Needed(request, "emailFrom")));
        mail.To.AddRange(Addresses(Needed(request, "emailTo")));
        mail.Cc.AddRange(Addresses(Given(request, "emailCC") ?? ""));
        mail.Bcc.AddRange(Addresses(Given(request, "emailBCC") ?? ""));
        mail.Subject = Needed(request, "subject");
        mail.Headers.Add("X-Priority", (Priority(Given(request, "priority") ?? "3")
            ?? throw new BindingException("smtp binding error: priority value must be between 1 (highest) and 5 (lowest)")).ToString(CultureInfo.InvariantCulture));
        // By HTTP it comes as JSON text, by gRPC mostly as it is.
        mail.Body = new TextPart("html") { Text = Encoding.UTF8.GetString(GoString.Unquote(request.Data.Span) ?? request.Data.Span.ToArray()) };
        return mail;
    }

    private string? Given(BindingRequest request, string name) => request.Text(name) ?? component.Text(name);

    private string Needed(BindingRequest request, string name) =>
        Given(request, name) ?? throw new BindingException($"smtp binding error: {name} property not supplied in configuration- or request-metadata");

    private static IEnumerable<MailboxAddress> Addresses(string list) =>
        list.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(a =>
            MailboxAddress.TryParse(a, out var address) ? address : throw new BindingException("error from smtp binding, sending email failed: invalid address"));

    private static int? Priority(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var priority) && priority is >= 1 and <= 5 ? priority : null;
}
