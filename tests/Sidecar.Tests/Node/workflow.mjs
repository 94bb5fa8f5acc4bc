import { DaprWorkflowClient, WorkflowRuntime, WorkflowRuntimeStatus } from "@dapr/dapr";
import { run, same } from "./judge.mjs";

const options = { daprHost: "127.0.0.1", daprPort: process.env.GRPC };

const double = async (_, n) => n * 2;
const broken = async () => { throw new Error("broken on purpose"); };

async function* chain(context, input) {
  const parts = yield context.whenAll([context.callActivity(double, input), context.callActivity(double, input + 1)]);
  yield context.createTimer(0.05);
  const word = yield context.waitForExternalEvent("word");
  return [...parts, word];
}

async function* failing(context) {
  yield context.callActivity(broken);
}

async function* parent(context, input) {
  return yield context.callChildWorkflow(child, input);
}

async function* child(context, input) {
  return yield context.callActivity(double, input);
}

await run(async () => {
  const runtime = new WorkflowRuntime(options);
  runtime.registerWorkflow(chain).registerWorkflow(failing).registerWorkflow(parent).registerWorkflow(child).registerActivity(double).registerActivity(broken);
  await runtime.start();
  const client = new DaprWorkflowClient(options);

  const id = await client.scheduleNewWorkflow(chain, 3, "chain-1");
  same("its id", id, "chain-1");
  same("started", (await client.waitForWorkflowStart(id, false, 15)).runtimeStatus, WorkflowRuntimeStatus.RUNNING);
  await client.suspendWorkflow(id);
  await client.resumeWorkflow(id);
  await client.raiseEvent(id, "word", { say: "好" });
  const done = await client.waitForWorkflowCompletion(id, true, 15);
  same("ended", [done.runtimeStatus, JSON.parse(done.serializedOutput)], [WorkflowRuntimeStatus.COMPLETED, [6, 8, { say: "好" }]]);
  same("purged", await client.purgeWorkflow(id), true);
  same("gone", await client.getWorkflowState(id, false), undefined);

  const bad = await client.waitForWorkflowCompletion(await client.scheduleNewWorkflow(failing), true, 15);
  same("failed", bad.runtimeStatus, WorkflowRuntimeStatus.FAILED);
  same("why", /broken on purpose/.test(bad.workflowFailureDetails.getErrorMessage()), true);
  const nested = await client.waitForWorkflowCompletion(await client.scheduleNewWorkflow(parent, 21), true, 15);
  same("a child's answer", nested.serializedOutput, "42");
  const endless = await client.scheduleNewWorkflow(chain, 1);
  await client.waitForWorkflowStart(endless, false, 15);
  await client.terminateWorkflow(endless, "enough");
  same("terminated", (await client.waitForWorkflowCompletion(endless, true, 15)).runtimeStatus, WorkflowRuntimeStatus.TERMINATED);
});
