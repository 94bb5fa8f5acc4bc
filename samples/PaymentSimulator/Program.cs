using Yilai.PaymentSimulator;

try
{
    await WebApplication.CreateBuilder(args).AddSimulator().Build().UseSimulator().RunAsync();
    return 0;
}
catch (SimulatorException exception)
{
    Console.Error.WriteLine(exception.Message);
    return 2;
}
