/** The dev store as `npm run demo` starts it. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { startDevStoreProcess } from "../../scripts/demo/dev-store-process.ts";
import { freePort } from "../faults/bed/bed.ts";

test("a store that a killed start left running makes way for the new one, and nothing is lost", async () => {
  const dataDir = mkdtempSync(path.join(tmpdir(), "perennial-left-over-"));
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
  const port = String(await freePort());
  const env = {
    DATA_DIR: dataDir,
    DEV_STORE_PORT: port,
    DEV_STORE_URL: `http://127.0.0.1:${port}`,
  };
  const leftOver = await startDevStoreProcess(env, []);
  const customer = `${leftOver.url}/control/customers/5`;
  await fetch(customer, { method: "PUT", body: JSON.stringify({ first_name: "Ann" }) });
  const store = await startDevStoreProcess(env, []);
  onTestFinished(() => store.stop());
  await leftOver.ended;
  expect(await store.get("/control/customers/5")).toMatchObject({ first_name: "Ann" });
}, 30_000);
