using Yilai.HospitalSimulator;
using Yilai.HospitalSimulator.Hospitals;
using Yilai.HospitalSimulator.Keys;

try
{
    var arguments = SimulatorArguments.Parse(args);
    var hospitals = HospitalDirectory.Load(arguments.HospitalsFile);
    if (arguments.KeysFile is { } file)
    {
        Console.WriteLine(WriteKeys.Run(file, hospitals.All.Select(hospital => hospital.Code)));
        return 0;
    }

    await WebApplication.CreateBuilder().AddSimulator(hospitals).Build().UseSimulator().RunAsync();
    return 0;
}
catch (SimulatorException exception)
{
    Console.Error.WriteLine(exception.Message);
    return 2;
}
