using Yilai.Ingest;

var app = await IngestApp.CreateAsync(args);
await app.RunAsync();
