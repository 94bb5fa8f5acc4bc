import { AbstractActor, ActorId, ActorProxyBuilder, DaprClient, DaprServer, Temporal } from "@dapr/dapr";
import { becomes, clientOptions, fails, run, same, serverOptions } from "./judge.mjs";

class Counter extends AbstractActor {
  async add(n) {
    const state = this.getStateManager();
    const [, before] = await state.tryGetState("count");
    await state.setState("count", (before ?? 0) + n);
    return (before ?? 0) + n;
  }

  async remind() {
    await this.registerActorReminder("soon", Temporal.Duration.from({ milliseconds: 50 }), undefined, undefined, 100);
  }

  async ring() {
    await this.registerActorTimer("often", "add", Temporal.Duration.from({ milliseconds: 50 }), Temporal.Duration.from({ milliseconds: 50 }), undefined, 1);
  }

  async quiet() {
    await this.unregisterActorTimer("often");
  }

  async receiveReminder(data) {
    await this.add(Number(data));
  }

  async broken() {
    throw new Error("broken on purpose");
  }
}

await run(async () => {
  const server = new DaprServer(serverOptions());
  await server.actor.init();
  await server.actor.registerActor(Counter);
  await server.start();
  const proxies = new ActorProxyBuilder(Counter, new DaprClient(clientOptions(process.env.CLIENT === "grpc")));
  const counter = proxies.build(new ActorId("one"));

  await becomes("a call", () => counter.add(0).then(() => true, () => false), true);
  same("a turn", await counter.add(2), 2);
  same("the next turn", await counter.add(3), 5);
  same("turns do not mix", (await Promise.all(Array.from({ length: 10 }, () => counter.add(1)))).sort((a, b) => a - b), [6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);
  same("another actor", await proxies.build(new ActorId("two")).add(1), 1);
  await fails("a method that throws", () => counter.broken());
  await counter.remind();
  await becomes("a reminder", () => counter.add(0), 115);
  const ringing = proxies.build(new ActorId("three"));
  await ringing.ring();
  await becomes("a timer", async () => (await ringing.add(0)) >= 2, true);
  await ringing.quiet();
});
