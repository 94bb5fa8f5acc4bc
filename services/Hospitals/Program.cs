using Yilai.Hospitals;

var app = await HospitalsApp.CreateAsync(args);
await app.RunAsync();
