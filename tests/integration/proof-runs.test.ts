/** The nightly proof of a shop's ledger: page by page, with how many members hold, and the first break. */
import { beforeAll, beforeEach, expect, test } from "vitest";
import { carryOnRuns } from "../../app/use-cases/carry-on-runs.ts";
import { readReconciliations } from "../../app/use-cases/read-reconciliations.ts";
import { sealLedger } from "../../app/use-cases/seal-ledger.ts";
import { startProof } from "../../app/use-cases/start-reconciliation.ts";
import { HOUR } from "../../app/domain/shared/instant.ts";
import { startTestApp, type TestApp } from "../support/app.ts";
import { orderPayload } from "../support/payloads.ts";

/** More than one page of members. */
const MEMBERS = 230;

let app: TestApp;
let shop: string;
let shopId: string;
let shops = 0;

beforeAll(async () => {
  app = await startTestApp();
});

beforeEach(async () => {
  shops += 1;
  shop = `proof-${shops}.myshopify.com`;
  shopId = await app.installed(shop);
  const orders = Array.from({ length: MEMBERS }, (_, at) =>
    app.deliver("orders/create", orderPayload({ id: 1_000 + at, customer: 5_000 + at }), { shop }),
  );
  await Promise.all(orders);
  await app.drained();
});

async function prove(until: () => boolean = () => false) {
  await startProof(app.app.ports, shopId, { trigger: "by-hand" });
  await carryOnRuns(app.app.timed, shopId, until);
  return readReconciliations(app.app.ports, shopId);
}

const WHOLE = { membersProved: MEMBERS, membersAll: MEMBERS, breaks: 0, firstBreak: null };

test("a sound ledger: every member is proved", async () => {
  expect((await prove()).lastProof).toMatchObject({ ...WHOLE, state: "done", entries: MEMBERS });
});

test("a balance that doesn't hold is named, and the others are proved all the same", async () => {
  await app.superuser.query(
    "UPDATE members SET balance = balance + 1 WHERE shop_id = $1 AND customer_id IN (5003, 5200)",
    [shopId],
  );
  const { lastProof } = await prove();
  expect(lastProof).toMatchObject({
    ...{ membersProved: MEMBERS - 2, membersAll: MEMBERS, breaks: 2 },
    firstBreak: expect.stringMatching(/balance is 101, its entries sum to 100/) as string,
  });
});

test("an entry that was changed after its hour was sealed is found by the seal", async () => {
  await sealLedger(app.app.timed, { shopId, domain: shop }, Date.now() + 2 * HOUR);
  expect((await prove()).lastProof).toMatchObject(WHOLE);
  await app.superuser.query(
    "UPDATE entries SET reason = 'another' WHERE shop_id = $1 AND entry_id = (SELECT min(entry_id) FROM entries WHERE shop_id = $1)",
    [shopId],
  );
  expect((await prove()).lastProof).toMatchObject({
    ...{ membersProved: MEMBERS, breaks: 1 },
    firstBreak: expect.stringMatching(/seal of/) as string,
  });
});

test("left off between two pages it goes on there", async () => {
  // Asked before each kind of run, after the seals, and after the first page of members.
  let asked = 0;
  const { runningProof, lastProof } = await prove(() => (asked += 1) > 3);
  expect([runningProof?.membersProved, lastProof]).toEqual([200, null]);
  expect((await prove()).lastProof).toMatchObject(WHOLE);
});
