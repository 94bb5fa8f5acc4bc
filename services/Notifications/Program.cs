using Yilai.Notifications;

var app = await NotificationsApp.CreateAsync(args);
await app.RunAsync();
