using Yilai.Bench.Inventory;
using Yilai.Bench.Sidecar;
using Yilai.Bench.Support;

// What is wanted fast, measured beside its limit:
//   dotnet run -c Release --project bench -- sidecar [invocation|state|publish|workflows|footprint]
//   dotnet run -c Release --project bench -- inventory
// The other words are parts that a measurement starts as processes of their own.
switch (args)
{
    case ["sidecar", .. var chosen]:
        await SidecarBench.RunAsync(chosen);
        return 0;
    case ["inventory"]:
        await InventoryBench.RunAsync();
        return 0;
    case ["app", var port]:
        await BenchApp.RunAsync(port);
        return 0;
    case ["hop", var port, var target]:
        await PlainHop.RunAsync(port, target);
        return 0;
    default:
        await Console.Error.WriteLineAsync("bench: say what to measure: sidecar [invocation|state|publish|workflows|footprint] or inventory");
        return 1;
}
