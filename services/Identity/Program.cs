using Yilai.Identity;
using Yilai.ServiceDefaults.Privacy;

try
{
    var app = await IdentityApp.CreateAsync(args);
    await app.RunAsync();
    return 0;
}
catch (UnknownDataKeyException wrong)
{
    // What is wrong is outside the program: a line that says so helps, a stack trace does not.
    await Console.Error.WriteLineAsync(wrong.Message);
    return 1;
}
