using Yilai.Gateway;

await GatewayApp.Create(args).RunAsync();
