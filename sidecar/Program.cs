using Yilai.Sidecar;
using Yilai.Sidecar.Hosting;

try
{
    await using var sidecar = await SidecarHost.StartAsync(CommandLine.Parse(args, Environment.GetEnvironmentVariable));
    await sidecar.WaitForShutdownAsync();
    return 0;
}
catch (SidecarStartException error)
{
    // One line that says what is wrong and what to do; a stack trace would only hide it.
    await Console.Error.WriteLineAsync($"sidecar: {error.Message}");
    return 1;
}
