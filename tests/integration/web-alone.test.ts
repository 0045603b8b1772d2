import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { startTestApp } from "../support/app.ts";
import { orderPayload } from "../support/payloads.ts";

/** Ten times what the drain lingers. */
const LONG_ENOUGH_MS = 150;

test("a process without a worker takes deliveries in and leaves them to the worker", async () => {
  const app = await startTestApp({ draining: false });
  await app.installed();

  const answer = await app.deliver("orders/create", orderPayload({ id: 9001 }));
  await sleep(LONG_ENOUGH_MS);

  expect(answer.status).toBe(200);
  expect((await app.inbox()).map((row) => row.state)).toEqual(["pending"]);
  app.app.drainer.start();
  await app.drained();
  expect((await app.inbox()).map((row) => row.state)).toEqual(["done"]);
});
