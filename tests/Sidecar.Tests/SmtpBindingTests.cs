using System.Buffers;
using System.Collections.Concurrent;
using Dapr;
using Dapr.Client;
using MimeKit;
using SmtpServer;
using SmtpServer.Authentication;
using SmtpServer.Protocol;
using SmtpServer.Storage;
using Yilai.Hosting;
using Yilai.Sidecar.Tests.Support;
using static Yilai.Sidecar.Tests.Support.ComponentYaml;

namespace Yilai.Sidecar.Tests;

public sealed class SmtpBindingTests : IAsyncLifetime
{
    private readonly Mailbox mailbox = new();
    private readonly CancellationTokenSource stop = new();
    private readonly int port = FreePorts.Any();
    private Task serving = Task.CompletedTask;
    private TestSidecar sidecar = null!;
    private DaprClient dapr = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var services = new SmtpServer.ComponentModel.ServiceProvider();
        services.Add((IMessageStore)mailbox);
        services.Add((IUserAuthenticator)mailbox);
        var options = new SmtpServerOptionsBuilder().ServerName("localhost").Endpoint(e => e.Port(port).AllowUnsecureAuthentication()).Build();
        serving = new SmtpServer.SmtpServer(options, services).StartAsync(stop.Token);
        sidecar = await TestSidecar.StartAsync(
            Component("mail", "bindings.smtp", "v1", ("host", "127.0.0.1"), ("port", $"{port}"), ("user", "u"), ("password", "p"), ("emailFrom", "医来 <no-reply@yilai.test>"), ("subject", "Standing")),
            ("app", 0));
        dapr = sidecar.Dapr("app");
    }

    public async ValueTask DisposeAsync()
    {
        dapr.Dispose();
        await sidecar.DisposeAsync();
        await stop.CancelAsync();
        await serving;
        stop.Dispose();
    }

    [Fact]
    public async Task Create_SendsTheMail_WithWhatRequestAndComponentSay()
    {
        await dapr.InvokeBindingAsync(
            "mail", "create", "<p>预约成功</p>", new Dictionary<string, string> { ["emailTo"] = "a@x.test;B <b@x.test>", ["emailCC"] = "c@x.test", ["emailBCC"] = "d@x.test", ["subject"] = "预约成功", ["priority"] = "1" }, Cancellation);

        var (envelope, mail) = Assert.Single(mailbox.Mails);
        Assert.Equal(["a@x.test", "b@x.test", "c@x.test", "d@x.test"], envelope.Order());
        Assert.Equal(("预约成功", "<p>预约成功</p>", "1"), (mail.Subject, mail.HtmlBody!.TrimEnd(), mail.Headers["X-Priority"]));
        Assert.Equal("no-reply@yilai.test", Assert.Single(mail.From.Mailboxes).Address);
        Assert.Empty(mail.Bcc);
        Assert.Equal(["u:p"], mailbox.Logins);
    }

    [Fact]
    public async Task Create_WhatOneRequestSays_IsNotForTheNext()
    {
        await SendAsync(("emailTo", "a@x.test"), ("emailCC", "c@x.test"), ("subject", "One"));
        await SendAsync(("emailTo", "a@x.test"));

        Assert.Equal(["One", "Standing"], mailbox.Mails.Select(m => m.Mail.Subject));
        Assert.Equal(["a@x.test"], mailbox.Mails.Last().Envelope);
    }

    [Fact]
    public async Task Create_LineBreakInTheSubject_MakesNoHeader()
    {
        await SendAsync(("emailTo", "a@x.test"), ("subject", "One\r\nBcc: evil@x.test\r\n\r\nBody"));

        var (envelope, mail) = Assert.Single(mailbox.Mails);
        Assert.Equal(["a@x.test"], envelope);
        Assert.Empty(mail.Bcc);
        Assert.Equal("text!", mail.HtmlBody!.TrimEnd());
    }

    [Theory]
    [InlineData("", "", "emailTo property not supplied")]
    [InlineData("a@x.test", "9", "priority value must be between 1 (highest) and 5 (lowest)")]
    [InlineData("no address at all <", "", "invalid address")]
    [InlineData("refused@x.test", "", "sending email failed")]
    public async Task Create_BadRequest_SaysWhatIsWrong(string to, string priority, string expected)
    {
        var error = await Assert.ThrowsAsync<DaprException>(() => SendAsync(("emailTo", to), ("priority", priority)));

        Assert.Contains(expected, error.InnerException!.Message, StringComparison.Ordinal);
        Assert.Empty(mailbox.Mails);
    }

    [Theory]
    [InlineData("user", "", "", "it needs both of the metadata 'user' and 'password'")]
    [InlineData("", "", "9", "its metadata 'priority' is '9'")]
    public async Task Start_WithHalfALoginOrABadPriority_IsRefused(string user, string password, string priority, string expected)
    {
        var error = await Assert.ThrowsAsync<SidecarStartException>(() => TestSidecar.StartAsync(
            Component("mail", "bindings.smtp", "v1", ("host", "h"), ("port", "25"), ("user", user), ("password", password), ("priority", priority)), ("app", 0)));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    private Task SendAsync(params (string Name, string Value)[] metadata) =>
        dapr.InvokeBindingAsync("mail", "create", "text!", metadata.ToDictionary(m => m.Name, m => m.Value), Cancellation);

    private sealed class Mailbox : MessageStore, IUserAuthenticator
    {
        public ConcurrentQueue<(string[] Envelope, MimeMessage Mail)> Mails { get; } = new();

        public ConcurrentQueue<string> Logins { get; } = new();

        public override async Task<SmtpResponse> SaveAsync(ISessionContext context, IMessageTransaction transaction, ReadOnlySequence<byte> buffer, CancellationToken cancellationToken)
        {
            var to = transaction.To.Select(m => $"{m.User}@{m.Host}").ToArray();
            if (to.Contains("refused@x.test"))
                return SmtpResponse.MailboxUnavailable;
            using var data = new MemoryStream(buffer.ToArray());
            Mails.Enqueue((to, await MimeMessage.LoadAsync(data, cancellationToken)));
            return SmtpResponse.Ok;
        }

        public Task<bool> AuthenticateAsync(ISessionContext context, string user, string password, CancellationToken cancellationToken)
        {
            Logins.Enqueue($"{user}:{password}");
            return Task.FromResult(true);
        }
    }
}
