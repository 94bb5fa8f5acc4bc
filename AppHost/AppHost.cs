// Everything on one machine: databases, the Dapr sidecar, the services, the portal, and hospitals to book at.
using Yilai.Hosting;
using Yilai.Hosting.Brokers;
using Yilai.Hosting.DaprSidecars;
using Yilai.Hosting.EmbeddedMongoDb;
using Yilai.Hosting.EmbeddedPostgres;
using Yilai.Hosting.Frontend;
using Yilai.Hosting.Secrets;
using Yilai.Hosting.Services;

if (!Platform.TryOpen(args, out var options, out var data, out var exitCode))
{
    return exitCode;
}
using var held = data;
var builder = Platform.CreateBuilder(options, data);
var secrets = data.PrivateFolder("secrets");
var hospitalKeys = Path.Combine(secrets, "hospitals.json");
string[] hospitalsFile = options.Hospitals is null ? [] : ["--hospitals", options.Hospitals];

// Databases.
var postgres = builder.AddEmbeddedPostgres("postgres", data.File("postgres"), database: "yilai");
var mongodb = builder.AddEmbeddedMongoDb("mongodb", data.PrivateFolder("mongodb"), database: "yilai");

// Brokers, where the component files ask for them.
var brokers = builder.AddBrokers(options.Components, data);

// What stands for the payment provider.
var payments = options.Simulator ? builder.AddPaymentSimulator<Projects.PaymentSimulator>("payment-simulator", data, secrets) : null;

// Dapr: one process is every service's sidecar, or each has a daprd.
var sidecars = builder.AddDaprSidecars<Projects.Sidecar>(options, data)
    .WithSecretFiles(secrets, postgres, mongodb, brokers, payments);
payments?.WaitFor(sidecars);

// Services.
builder.AddService<Projects.Identity>("identity").WithDaprSidecar();
builder.AddService<Projects.Dictionary>("dictionary").WithDaprSidecar();
var hospitals = builder.AddService<Projects.Hospitals>("hospitals").WithDaprSidecar();
var orders = builder.AddService<Projects.Orders>("orders").WithDaprSidecar();
var ingest = builder.AddService<Projects.Ingest>("ingest").WithDaprSidecar();
builder.AddService<Projects.Notifications>("notifications").WithDaprSidecar();
builder.AddService<Projects.Workflows>("workflows").WithDaprSidecar();

// The only public entrance.
var gateway = builder.AddService<Projects.Gateway>("gateway").WithDaprSidecar()
    .WithPublicPort(options)
    .WithAddressBook("DEV_ADDRESSES");
orders.WithEnvironment("Payments__PublicUrl", ReferenceExpression.Create($"{gateway.Resource.PublicAddress}/"));

// The portal.
if (options.Frontend && builder.AddNuxtSite("portal", RepositoryRoot.File("frontend")) is { } portal)
{
    portal.WithApi(gateway);
    gateway.WithEnvironment("FRONTEND_URL", portal.Resource.Address);
}

// Hospitals that push their schedules in and answer orders.
if (options.Simulator)
{
    var keys = builder.AddTask<Projects.HospitalSimulator>("hospital-keys", ["--write-keys", hospitalKeys, .. hospitalsFile]);
    sidecars.WaitForCompletion(keys);
    var simulator = builder.AddWebProgram<Projects.HospitalSimulator>("simulator")
        .WithArgs(hospitalsFile)
        .WithEnvironment("GATEWAY_URL", gateway.Resource.Address)
        .WithEnvironment("HOSPITAL_KEYS_FILE", hospitalKeys)
        .WithEnvironment("HOSPITAL_BOOKS", data.File("hospital-books.jsonl"))
        .WaitFor(gateway).WaitFor(ingest).WaitFor(hospitals).WaitFor(orders);
    hospitals.WithEnvironment("BundledHospitals__SecretStore", "bundled-hospitals")
        .WithEnvironment("BundledHospitals__ApiUrl", ReferenceExpression.Create($"{simulator.Resource.Address}/hospital/"));
}

await builder.Build().RunAsync();
return Environment.ExitCode;
