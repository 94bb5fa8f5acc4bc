import { DaprClient, StateConcurrencyEnum } from "@dapr/dapr";
import { clientOptions, fails, isGrpc, run, same } from "./judge.mjs";

const text = value => (value instanceof Uint8Array ? Buffer.from(value).toString() : value);

await run(async () => {
  const dapr = new DaprClient(clientOptions());
  await dapr.start();
  same("health", await dapr.health.isHealthy(), true);

  const { state } = dapr;
  same("save", await state.save("statestore", [{ key: "a", value: { name: "一" } }, { key: "b", value: "text" }, { key: "c", value: 3 }]), {});
  same("get", await state.get("statestore", "a"), { name: "一" });
  same("get a text", await state.get("statestore", "b"), "text");
  same("get nothing", await state.get("statestore", "none"), "");
  const bulk = await state.getBulk("statestore", ["a", "c", "none"]);
  same("bulk", bulk.map(b => [b.key, b.data]).sort(), [["a", { name: "一" }], ["c", 3], ["none", isGrpc ? "" : undefined]]);
  const { etag } = bulk.find(b => b.key === "a");
  const first = { concurrency: StateConcurrencyEnum.CONCURRENCY_FIRST_WRITE };
  same("save with its etag", await state.save("statestore", [{ key: "a", value: 2, etag, options: first }]), {});
  await fails("save with an old etag", () => state.save("statestore", [{ key: "a", value: 3, etag, options: first }]));
  await fails("delete with an old etag", () => state.delete("statestore", "a", { etag, ...first }));
  same("still", await state.get("statestore", "a"), 2);
  await state.transaction("statestore", [
    { operation: "upsert", request: { key: "d", value: "two" } },
    { operation: "delete", request: { key: "a" } },
  ]);
  same("upserted", await state.get("statestore", "d"), "two");
  same("deleted in a transaction", await state.get("statestore", "a"), "");
  same("delete", await state.delete("statestore", "d"), {});
  same("deleted", await state.get("statestore", "d"), "");
  const unknown = await fails("an unknown store", () => state.save("nowhere", [{ key: "a", value: 1 }]));
  same("why", /nowhere/.test(unknown), true);

  same("secret", await dapr.secret.get("secrets", "key"), { key: "value" });
  same("all secrets", JSON.stringify(await dapr.secret.getBulk("secrets")).includes("value"), true);

  const stored = await dapr.binding.send("files", "create", { hello: "you" }, { fileName: "a.json" });
  same("binding", (isGrpc ? JSON.parse(text(stored.data)) : stored).fileName, "a.json");
  const read = await dapr.binding.send("files", "get", isGrpc ? undefined : "", { fileName: "a.json" });
  same("binding read", isGrpc ? JSON.parse(text(read.data)) : read, { hello: "you" });
  await fails("an unknown operation", () => dapr.binding.send("files", "fly", "x"));

  same("note", await dapr.metadata.set("colour", "blue"), true);
  const about = await dapr.metadata.get();
  same("id", about.id, "app");
  same("noted", about.extended.colour, "blue");
  same("components", about.components.map(c => c.name).sort(), ["files", "pubsub", "secrets", "statestore", "tick"]);
});
