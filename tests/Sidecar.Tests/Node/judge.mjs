// What the scenarios share: the SDK's options from the environment, and a comparison that tells what was different.
import { isDeepStrictEqual } from "node:util";
import { CommunicationProtocolEnum, LogLevel } from "@dapr/dapr";

const { DAPR_PROTOCOL, HTTP, GRPC, APP } = process.env;
export const isGrpc = DAPR_PROTOCOL === "grpc";

const protocol = grpc => (grpc ? CommunicationProtocolEnum.GRPC : CommunicationProtocolEnum.HTTP);
const logger = { level: LogLevel.Error };

export const clientOptions = (grpc = isGrpc) => ({
  daprHost: "127.0.0.1", daprPort: grpc ? GRPC : HTTP, communicationProtocol: protocol(grpc), logger, actor: { reentrancy: { enabled: true } },
});

export const serverOptions = () => ({
  serverHost: "127.0.0.1", serverPort: APP, communicationProtocol: protocol(isGrpc), clientOptions: clientOptions(), logger,
});

export function same(what, actual, expected) {
  if (!isDeepStrictEqual(actual, expected))
    throw new Error(`${what}\n  expected ${JSON.stringify(expected)}\n  but was  ${JSON.stringify(actual)}`);
}

export async function fails(what, call) {
  const error = await call().then(answer => answer?.error, reason => reason);
  if (!error) throw new Error(`${what}: should have failed`);
  return `${error.message ?? JSON.stringify(error)}`;
}

// Waits until the look gives the value; what it gave last is told when it never does.
export async function becomes(what, look, expected) {
  for (const end = Date.now() + 15_000; ; await new Promise(next => setTimeout(next, 25))) {
    const actual = await look();
    if (isDeepStrictEqual(actual, expected)) return;
    if (Date.now() > end) same(what, actual, expected);
  }
}

export async function run(scenario) {
  // The SDK keeps connections and timers; the end of the scenario is the end.
  await scenario().then(() => process.exit(0), error => {
    console.error(error?.stack ?? error);
    process.exit(1);
  });
}
