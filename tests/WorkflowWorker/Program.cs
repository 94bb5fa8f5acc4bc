using Dapr.Workflow;
using Yilai.WorkflowWorker;

// A worker that stops at every step of its workflow until it is let go, so that a test can kill it, or its sidecar, exactly there.
// It ends with its standard input.
//   Yilai.WorkflowWorker GRPC_PORT FOLDER
var steps = new Steps(args[1]);
var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
builder.Configuration["DAPR_GRPC_ENDPOINT"] = $"http://127.0.0.1:{args[0]}";
builder.Services.AddDaprWorkflow(options => Visit.Register(options, steps));
await Task.WhenAny(builder.Build().RunAsync(), Task.Run(() => Console.OpenStandardInput().CopyTo(Stream.Null)));
