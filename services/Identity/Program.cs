using Yilai.Identity;

var app = await IdentityApp.CreateAsync(args);
await app.RunAsync();
