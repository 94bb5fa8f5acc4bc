using Yilai.Contracts;
using Yilai.Identity;
using Yilai.ServiceDefaults;
using Yilai.ServiceDefaults.Secrets;

var builder = WebApplication.CreateBuilder(args);
await builder.AddServiceDefaultsAsync(AppIds.Identity, SecretNames.Postgres, SecretNames.DataKey, SecretNames.IndexKey);
builder.AddIdentity();
var app = builder.Build();
app.UseServiceDefaults();
app.MapIdentity();
await app.RunAsync();
