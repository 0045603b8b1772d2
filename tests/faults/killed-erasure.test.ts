import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { beforeAll, expect, test } from "vitest";
import { answerPrivacyRequests } from "../../app/use-cases/answer-privacy-requests.ts";
import { startTestApp, type TestApp } from "../support/app.ts";
import { dumpOf, findIn } from "../support/database-dump.ts";
import { mergePayload, orderPayload } from "../support/payloads.ts";

const [ANN, ANNE, BEN] = [8_860_000_001, 8_860_000_002, 8_860_000_003];
const PROGRAM = path.join(import.meta.dirname, "../support/erasing-process.ts");

let app: TestApp;
let shop: string;
let shopId: string;
let shops = 0;

beforeAll(async () => {
  app = await startTestApp();
});

async function deliver(topic: string, body: unknown): Promise<void> {
  expect((await app.deliver(topic, body, { shop })).status).toBe(200);
  await app.drained();
}

async function life(): Promise<void> {
  shops += 1;
  shop = `killed-${shops}.myshopify.com`;
  shopId = await app.installed(shop);
  await deliver("orders/create", orderPayload({ id: 1, customer: ANN }));
  await deliver("orders/create", orderPayload({ id: 2, customer: ANNE }));
  await deliver("orders/create", orderPayload({ id: 3, customer: BEN }));
  await deliver("customers/merge", mergePayload(ANNE, ANN));
  await deliver("orders/updated", { ...orderPayload({ id: 4, customer: ANNE }), line_items: 0 });
}

/** Answers the shop's requests in a process that is killed with SIGKILL once it is at `point`. */
async function killedAt(point: string): Promise<void> {
  const { appConfig, eraserConfig } = app.database;
  const configs = JSON.stringify({ appConfig, eraserConfig });
  const child = spawn(process.execPath, [PROGRAM, configs, shopId, point], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "exit");
  const first = await Promise.race([once(child.stdout, "data"), ended]);
  expect(String(first[0])).toBe("there\n");
  child.kill("SIGKILL");
  await ended;
}

test.each(["before-commit", "after-rows"])(
  "killed %s while a customer is forgotten: the next try forgets all of them",
  async (point) => {
    await life();
    await deliver("customers/redact", { customer: { id: ANN } });
    await killedAt(point);
    const kept = findIn(await dumpOf(app, shopId), [ANN, ANNE]);
    expect(kept.some((row) => row.startsWith("members"))).toBe(point === "before-commit");
    expect(kept.some((row) => row.startsWith("privacy_requests"))).toBe(true);
    expect(await answerPrivacyRequests(app.app.timed, shopId)).toBe(1);
    expect(findIn(await dumpOf(app, shopId), [ANN, ANNE])).toEqual([]);
    expect((await app.member(BEN, shop)).points.available).toBe(100);
    expect(await app.prove(shop)).toMatchObject({ firstBreak: null });
  },
);

test("killed while half of a shop is emptied: the next try empties the rest", async () => {
  await life();
  await deliver("app/uninstalled", { domain: shop });
  await deliver("shop/redact", { shop_domain: shop });
  await killedAt("half-a-shop");
  expect(await answerPrivacyRequests(app.app.timed, shopId)).toBe(1);
  const left = [...(await dumpOf(app, shopId))].filter(([, rows]) => rows.length > 0);
  expect(left.map(([table]) => table)).toEqual(["privacy_requests", "shops", "tombstones"]);
});
