using Yilai.Orders;

await using var app = await OrdersApp.CreateAsync(args);
await app.RunAsync();
