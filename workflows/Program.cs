using Yilai.Workflows;

await using var app = await WorkflowsApp.CreateAsync(args);
await app.RunAsync();
