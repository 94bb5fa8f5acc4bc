namespace Yilai.Hosting.Tests.WholeAppHost;

/// <summary>
/// Scripts under the names of Dapr's programs. Each notes what it was told. That of daprd becomes the embedded sidecar,
/// which takes daprd's own flags for one app; those of Dapr's two services only say that they are healthy.
/// </summary>
internal sealed class DaprStandIns
{
    private readonly string _notes;

    public DaprStandIns(string folder, params string[] programs)
    {
        _notes = Directory.CreateDirectory(Path.Combine(folder, "notes")).FullName;
        Programs = Directory.CreateDirectory(Path.Combine(folder, "programs")).FullName;
        foreach (var name in programs)
        {
            var script = Path.Combine(Programs, name);
            File.WriteAllText(script, name == "daprd" ? Daprd() : Service(name));
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute);
            }
        }
    }

    /// <summary>The folder for PATH.</summary>
    public string Programs { get; }

    /// <summary>What the programs of a name were told.</summary>
    public string[] ToldTo(string program) => [.. Directory.GetFiles(_notes, $"{program}-*").Select(File.ReadAllText)];

    private string Daprd() => $$"""
        #!/bin/sh
        echo "$@" "tokens ${#DAPR_API_TOKEN} ${#APP_API_TOKEN}" >'{{_notes}}/daprd-'$$
        exec '{{AppHostProcess.Built("sidecar", "Yilai.Sidecar")}}' "$@"
        """;

    private string Service(string name) => $$"""
        #!/usr/bin/env node
        const told = process.argv.slice(2);
        require('fs').writeFileSync('{{_notes}}/{{name}}-' + process.pid, told.join(' '));
        require('http').createServer((request, answer) => answer.writeHead(request.url === '/healthz' ? 200 : 404).end())
          .listen(told[told.indexOf('--healthz-port') + 1], '127.0.0.1');
        process.on('SIGTERM', () => process.exit());
        """;
}
