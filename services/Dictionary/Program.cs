using Yilai.Dictionary;

var app = await DictionaryApp.CreateAsync(args);
await app.RunAsync();
