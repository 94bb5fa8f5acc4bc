using Yilai.Contracts;
using Yilai.Notifications;
using Yilai.ServiceDefaults;
using Yilai.ServiceDefaults.Secrets;

var builder = WebApplication.CreateBuilder(args);
await builder.AddServiceDefaultsAsync(AppIds.Notifications, SecretNames.Postgres);
builder.AddNotifications();
var app = builder.Build();
app.UseServiceDefaults();
app.MapNotifications();
await app.RunAsync();
