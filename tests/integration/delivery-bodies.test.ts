import { randomUUID } from "node:crypto";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { ContentCipher } from "../../app/adapters/encryption/content-cipher.server.ts";
import { DAY } from "../../app/domain/shared/instant.ts";
import {
  DONE_DAYS,
  forgetDeliveries,
  PARKED_BODY_DAYS,
} from "../../app/use-cases/forget-deliveries.ts";
import { drainInbox } from "../../app/use-cases/drain-inbox.ts";
import { startTestApp, type TestApp } from "../support/app.ts";
import { orderPayload } from "../support/payloads.ts";

const EMAIL = "ann@example.org";

let app: TestApp;
let shop: string;
let shopId: string;
let shops = 0;

beforeAll(async () => {
  app = await startTestApp({ draining: false });
});

beforeEach(async () => {
  shops += 1;
  shop = `bodies-${shops}.myshopify.com`;
  shopId = await app.installed(shop);
});

async function deliver(topic: string, body: object): Promise<string> {
  const webhookId = randomUUID();
  expect((await app.deliver(topic, { ...body, email: EMAIL }, { shop, webhookId })).status).toBe(
    200,
  );
  return webhookId;
}

type Stored = { state: number; body: Buffer | null; keyId: string | null; remark: string | null };

async function stored(webhookId: string): Promise<Stored | undefined> {
  const { rows } = await app.superuser.query<Stored>(
    `SELECT state, body, key_id AS "keyId", remark FROM inbox WHERE shop_id = $1 AND webhook_id = $2`,
    [shopId, webhookId],
  );
  return rows[0];
}

const drain = () => drainInbox(app.app.ports, shopId);
const unreadable = { ...orderPayload({ id: 9 }), line_items: "none" };

test("while it waits a body spells nothing; once it is facts it is gone", async () => {
  const webhookId = await deliver("orders/create", orderPayload({ id: 1 }));
  const waiting = await stored(webhookId);
  expect(waiting?.keyId).toMatch(/^[0-9a-f]{16}$/);
  expect(waiting?.body?.toString("latin1")).not.toMatch(/ann@|line_items/);
  await drain();
  expect(await stored(webhookId)).toMatchObject({ state: 1, body: null, keyId: null });
});

test("a parked one keeps its body, encrypted, for the retry", async () => {
  const webhookId = await deliver("orders/create", unreadable);
  await drain();
  const parked = await stored(webhookId);
  expect(parked).toMatchObject({ state: 2 });
  expect(parked?.body?.toString("latin1")).not.toContain(EMAIL);
  const [row] = await app.inbox(shop);
  expect(row?.body?.toString()).toContain(EMAIL);
});

test("a body from before, without a key, is read as it lies", async () => {
  const webhookId = await deliver("orders/create", orderPayload({ id: 2 }));
  await app.superuser.query(
    "UPDATE inbox SET body = $3, key_id = NULL WHERE shop_id = $1 AND webhook_id = $2",
    [
      shopId,
      webhookId,
      Buffer.from(
        JSON.stringify(orderPayload({ id: 2 }), (_key, value: unknown) =>
          typeof value === "bigint" ? Number(value) : value,
        ),
      ),
    ],
  );
  await drain();
  expect(await stored(webhookId)).toMatchObject({ state: 1, remark: null });
});

test("a key that is gone, or a body that was changed: parked with the reason, and the others go on", async () => {
  const lost = await deliver("orders/create", orderPayload({ id: 3 }));
  const changed = await deliver("orders/create", orderPayload({ id: 4 }));
  const fine = await deliver("orders/create", orderPayload({ id: 5 }));
  const other = new ContentCipher({ current: Buffer.alloc(32, 9) }, "delivery");
  const { keyId, sealed } = other.seal(Buffer.from("{}"), { shopId, id: lost });
  await app.superuser.query(
    "UPDATE inbox SET body = $3, key_id = $4 WHERE shop_id = $1 AND webhook_id = $2",
    [shopId, lost, sealed, keyId],
  );
  await app.superuser.query(
    "UPDATE inbox SET body = set_byte(body, 40, get_byte(body, 40) # 1) WHERE shop_id = $1 AND webhook_id = $2",
    [shopId, changed],
  );
  await drain();
  for (const webhookId of [lost, changed])
    expect(await stored(webhookId)).toMatchObject({
      state: 2,
      remark: expect.stringMatching(
        /^its body can't be opened: .* ENCRYPTION_KEY_PREVIOUS/,
      ) as string,
    });
  expect(await stored(fine)).toMatchObject({ state: 1 });
});

test("done ones are remembered for 30 days; a parked body goes after 30, its reason stays, its order is asked for", async () => {
  const done = await deliver("orders/create", orderPayload({ id: 6 }));
  const parked = await deliver("orders/create", unreadable);
  await drain();
  const at = (days: number) => forgetDeliveries(app.app.ports, Date.now() + days * DAY);
  await at(Math.min(DONE_DAYS, PARKED_BODY_DAYS) - 1);
  expect(await stored(done)).toBeDefined();
  expect((await stored(parked))?.body).not.toBeNull();
  await at(Math.max(DONE_DAYS, PARKED_BODY_DAYS) + 1);
  expect(await stored(done)).toBeUndefined();
  expect(await stored(parked)).toMatchObject({
    state: 2,
    body: null,
    remark: expect.stringMatching(/line_items/) as string,
  });
  const { rows } = await app.superuser.query(
    "SELECT order_id::text AS id, reason FROM order_fetches WHERE shop_id = $1",
    [shopId],
  );
  expect(rows).toEqual([{ id: "9", reason: "a delivery parked for 30 days" }]);
});
