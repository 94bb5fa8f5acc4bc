using Yilai.Contracts;
using Yilai.ServiceDefaults;
using Yilai.ServiceDefaults.Secrets;

var builder = WebApplication.CreateBuilder(args);
await builder.AddServiceDefaultsAsync(AppIds.Orders, SecretNames.Postgres);
var app = builder.Build();
app.UseServiceDefaults();
await app.RunAsync();
