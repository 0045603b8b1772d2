/** A shop with a past: it sold before it got the app, which hears of nothing until then. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { call, orderBody, startReceiver, startStore, topicOf, until } from "./store.ts";

const PAST = { kind: "generated", customers: 5, years: 1, seed: 3 } as const;
const GRANT = ["read_all_orders"];

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "perennial-past-"));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

test("the app is installed when the past is carried out, with no webhook of it; the next order is told", async () => {
  const app = await startReceiver();
  const store = await startStore({ appUrl: app.url, source: PAST, grant: GRANT });
  expect(store.shop.state.installation.everInstalled).toBe(false);
  const past = await store.openHistory();
  await store.fill.run(past ?? []);
  expect(store.fill.progress()).toMatchObject({ state: "done", share: 1 });
  expect(store.shop.state.orders.size).toBeGreaterThan(5);
  expect(store.shop.state.installation).toMatchObject({
    installed: true,
    scopes: expect.arrayContaining(["read_orders", ...GRANT]) as string[],
  });
  expect(store.deliverer.counts()).toMatchObject({ pending: 0, attempts: 0 });
  await call(store, "POST", "/control/orders", orderBody());
  await until("the order's webhook", () =>
    app.received.some((item) => topicOf(item) === "orders/create"),
  );
});

test("a past that was cut off goes on at the next start, and the app comes after it all the same", async () => {
  const dataDir = folder();
  const first = await startStore({ dataDir, source: PAST });
  const running = first.fill.run((await first.openHistory()) ?? [], () => first.fill.stop());
  await running;
  expect(first.shop.historyFinished).toBe(false);
  expect(first.shop.state.installation.everInstalled).toBe(false);
  const done = first.shop.historyDone;
  await first.stop();

  const second = await startStore({ dataDir });
  expect(second.shop.state.installation.everInstalled).toBe(false);
  await second.fill.run((await second.openHistory()) ?? []);
  expect(second.shop.historyDone).toBeGreaterThan(done);
  expect(second.shop.state.installation.installed).toBe(true);
  await second.stop();

  // Whoever takes the app out again isn't given it back by a start.
  const third = await startStore({ dataDir });
  await call(third, "POST", "/control/app/uninstall");
  await third.stop();
  const fourth = await startStore({ dataDir });
  expect(fourth.shop.state.installation.installed).toBe(false);
});
