import { DaprPubSubStatusEnum, DaprServer, HttpMethod } from "@dapr/dapr";
import { becomes, fails, run, same, serverOptions } from "./judge.mjs";

await run(async () => {
  const server = new DaprServer(serverOptions());
  const seen = { plain: [], big: [], small: [], again: [], dropped: [], dead: [], bulk: [], raw: [] };
  const take = list => async data => void list.push(data);

  await server.invoker.listen("hello", async ({ query }) => ({ hello: query ?? "" }), { method: HttpMethod.GET });
  await server.invoker.listen("echo", async ({ body }) => ({ got: JSON.parse(body) }), { method: HttpMethod.POST });

  await server.pubsub.subscribe("pubsub", "plain", take(seen.plain));
  await server.pubsub.subscribeWithOptions("pubsub", "routed", {
    route: { default: "/small", rules: [{ match: "event.data.size > 10", path: "/big" }] },
  });
  server.pubsub.subscribeToRoute("pubsub", "routed", "/small", take(seen.small));
  server.pubsub.subscribeToRoute("pubsub", "routed", "/big", take(seen.big));
  await server.pubsub.subscribe("pubsub", "again", async data => {
    seen.again.push(data);
    return seen.again.length < 3 ? DaprPubSubStatusEnum.RETRY : DaprPubSubStatusEnum.SUCCESS;
  }, "again");
  await server.pubsub.subscribeWithOptions("pubsub", "dropped", {
    route: "dropped", deadLetterTopic: "dead", callback: async data => {
      seen.dropped.push(data);
      return DaprPubSubStatusEnum.DROP;
    },
  });
  await server.pubsub.subscribe("pubsub", "dead", take(seen.dead), "dead");
  await server.pubsub.subscribeBulk("pubsub", "bulk", take(seen.bulk), { maxMessagesCount: 10, maxAwaitDurationMs: 50 });
  await server.pubsub.subscribe("pubsub", "raw", take(seen.raw), "raw", { rawPayload: "true" });

  let ticks = 0;
  await server.binding.receive("tick", async () => void ticks++);
  await server.start();
  const dapr = server.client;
  const taken = what => becomes(what, async () => seen[what].length > 0, true);

  await becomes("invoke", () => dapr.invoker.invoke("app", "hello", HttpMethod.GET).then(a => a.hello !== undefined, () => false), true);
  same("invoke with a body", await dapr.invoker.invoke("app", "echo", HttpMethod.POST, { a: "一" }), { got: { a: "一" } });
  await fails("a method that is not there", () => dapr.invoker.invoke("app", "nothing", HttpMethod.POST, {}));
  await fails("an app that is not there", () => dapr.invoker.invoke("nobody", "hello", HttpMethod.GET));

  await dapr.pubsub.publish("pubsub", "plain", { n: 1 });
  await becomes("an event", async () => seen.plain, [{ n: 1 }]);
  await dapr.pubsub.publish("pubsub", "plain", "just text");
  await becomes("a text", async () => seen.plain, [{ n: 1 }, "just text"]);
  same("bulk publish", await dapr.pubsub.publishBulk("pubsub", "routed", [{ size: 5 }, { event: { size: 50 }, contentType: "application/json" }]), { failedMessages: [] });
  await becomes("the default route", async () => seen.small, [{ size: 5 }]);
  await becomes("the route of a rule", async () => seen.big, [{ size: 50 }]);
  await dapr.pubsub.publish("pubsub", "again", { n: 2 });
  await becomes("RETRY", async () => seen.again.length, 3);
  await dapr.pubsub.publish("pubsub", "dropped", { n: 3 });
  await becomes("DROP goes to the dead letter topic", async () => seen.dead, [{ n: 3 }]);
  same("dropped once", seen.dropped.length, 1);
  await dapr.pubsub.publishBulk("pubsub", "bulk", [{ n: 4 }, { n: 5 }, { n: 6 }]);
  await becomes("many at once", async () => seen.bulk.map(b => b.n).sort(), [4, 5, 6]);
  await dapr.pubsub.publish("pubsub", "raw", { n: 7 }, { metadata: { rawPayload: "true" } });
  await taken("raw");
  await fails("an unknown pubsub", () => dapr.pubsub.publish("nowhere", "plain", {}));

  await becomes("a tick", async () => ticks > 0, true);
});
