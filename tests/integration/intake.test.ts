import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { TOPICS } from "../../app/adapters/shopify/read-delivery.ts";
import { startTestApp, SHOP, type TestApp } from "../support/app.ts";
import { BODY_OF_TOPIC, jsonOf, orderPayload } from "../support/payloads.ts";
import { bodySignature, PREVIOUS_SECRET, SECRET } from "../support/signing.ts";

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp({ draining: false });
  await app.installed();
});

const BODY = jsonOf(orderPayload({ id: 9001 }));

async function stored(webhookId: string, shop = SHOP) {
  return (await app.inbox(shop)).filter((row) => row.webhookId === webhookId);
}

describe("every topic of the app is committed before its 200", () => {
  test("the list of bodies is the list of topics", () => {
    expect(Object.keys(BODY_OF_TOPIC).sort()).toEqual([...TOPICS].sort());
  });

  test.each(Object.entries(BODY_OF_TOPIC))("%s", async (topic, body) => {
    const webhookId = randomUUID();
    const answer = await app.deliver(topic, body, { webhookId });
    const [row, ...more] = await stored(webhookId);
    expect(answer).toMatchObject({ status: 200, text: "" });
    expect(row).toMatchObject({ topic, state: "pending", size: jsonOf(body).length });
    expect(row?.body?.toString()).toBe(jsonOf(body));
    expect(more).toEqual([]);
  });

  test("all headers that matter are kept", async () => {
    const webhookId = randomUUID();
    await app.deliver("orders/create", BODY, {
      webhookId,
      headers: {
        "x-shopify-event-id": "event-1",
        "x-shopify-triggered-at": "2026-03-02T10:00:00.123456789Z",
      },
    });
    const { rows } = await app.superuser.query(
      "SELECT event_id, api_version, triggered_at FROM inbox WHERE webhook_id = $1",
      [webhookId],
    );
    expect(rows).toEqual([
      {
        event_id: "event-1",
        api_version: "2026-07",
        triggered_at: new Date("2026-03-02T10:00:00.123Z"),
      },
    ]);
  });

  test("a topic in capitals is the same topic", async () => {
    const webhookId = randomUUID();
    await app.deliver("Orders/Create", BODY, { webhookId });
    expect(await stored(webhookId)).toMatchObject([{ topic: "orders/create" }]);
  });

  test.each(["+271821-04-20T00:00:00Z", "-000001-01-01T00:00:00Z", "soon", ""])(
    "a triggered-at of %j is kept as none",
    async (at) => {
      const webhookId = randomUUID();
      const headers = { "x-shopify-triggered-at": at };
      const answer = await app.deliver("orders/create", BODY, { webhookId, headers });
      expect(answer.status).toBe(200);
      const { rows } = await app.superuser.query(
        "SELECT triggered_at FROM inbox WHERE webhook_id = $1",
        [webhookId],
      );
      expect(rows).toEqual([{ triggered_at: null }]);
    },
  );
});

describe("a repetition is told by shop and webhook id alone", () => {
  test("the same delivery again: 200, one row", async () => {
    const webhookId = randomUUID();
    for (let time = 0; time < 3; time += 1) {
      expect((await app.deliver("orders/create", BODY, { webhookId })).status).toBe(200);
    }
    expect(await stored(webhookId)).toHaveLength(1);
  });

  test("the same id with another body or topic: 200, the first stays", async () => {
    const webhookId = randomUUID();
    await app.deliver("orders/create", BODY, { webhookId });
    const other = await app.deliver("orders/paid", orderPayload({ id: 9009 }), { webhookId });
    expect(other.status).toBe(200);
    const rows = await stored(webhookId);
    expect(rows).toMatchObject([{ topic: "orders/create" }]);
    expect(rows[0]?.body?.toString()).toBe(BODY);
  });

  test("the same body under another id is another delivery", async () => {
    const ids = [randomUUID(), randomUUID()];
    for (const webhookId of ids) await app.deliver("orders/create", BODY, { webhookId });
    expect(await stored(ids[0]!)).toHaveLength(1);
    expect(await stored(ids[1]!)).toHaveLength(1);
  });

  test("the same id at another shop is another delivery", async () => {
    const webhookId = randomUUID();
    await app.deliver("orders/create", BODY, { webhookId });
    await app.deliver("orders/create", BODY, { webhookId, shop: "meadow.myshopify.com" });
    expect(await stored(webhookId)).toHaveLength(1);
    expect(await stored(webhookId, "meadow.myshopify.com")).toHaveLength(1);
  });

  test("thirty at once of one id: every one 200, one row", async () => {
    const webhookId = randomUUID();
    const answers = await Promise.all(
      Array.from({ length: 30 }, () => app.deliver("orders/create", BODY, { webhookId })),
    );
    expect(answers.map((answer) => answer.status)).toEqual(Array<number>(30).fill(200));
    expect(await stored(webhookId)).toHaveLength(1);
  });

  test("without a webhook id the content stands in for it: 200, once per content", async () => {
    const before = (await app.inbox()).length;
    const headers = { "x-shopify-webhook-id": undefined };
    const body = orderPayload({ id: 9100 });
    for (let time = 0; time < 2; time += 1) {
      expect((await app.deliver("orders/create", body, { headers })).status).toBe(200);
    }
    await app.deliver("orders/create", orderPayload({ id: 9101 }), { headers });
    expect((await app.inbox()).length - before).toBe(2);
  });
});

describe("who is refused, and how; nothing of it is stored", () => {
  const right = bodySignature(BODY);
  const bytes = Buffer.from(right, "base64");

  test.each<{ why: string; signature: string | null }>([
    { why: "unsigned", signature: null },
    { why: "an empty signature", signature: "" },
    { why: "signed with another secret", signature: bodySignature(BODY, "not-the-secret") },
    { why: "the signature of another body", signature: bodySignature(`${BODY} `) },
    {
      why: "signed over re-serialised JSON",
      signature: bodySignature(JSON.stringify(JSON.parse(BODY), null, 1)),
    },
    { why: "no base64 at all", signature: "*** not base64 ***" },
    { why: "a short signature", signature: bytes.subarray(0, 16).toString("base64") },
    { why: "a long signature", signature: Buffer.concat([bytes, bytes]).toString("base64") },
    { why: "the right signature in hex", signature: bytes.toString("hex") },
    { why: "the right signature with letters behind it", signature: `${right}AAAA` },
    { why: "the right signature with junk that decoders skip", signature: `*${right}` },
    { why: "the right signature without its padding", signature: right.replace(/=+$/, "") },
  ])("$why: 401", async ({ signature }) => {
    const webhookId = randomUUID();
    const answer = await app.deliver("orders/create", BODY, { webhookId, signature });
    expect(answer.status).toBe(401);
    expect(JSON.parse(answer.text)).toMatchObject({ error: { code: "bad-signature" } });
    expect(await stored(webhookId)).toEqual([]);
  });

  test("the previous secret still signs while it is being replaced: 200", async () => {
    const signature = bodySignature(BODY, PREVIOUS_SECRET);
    const webhookId = randomUUID();
    expect((await app.deliver("orders/create", BODY, { webhookId, signature })).status).toBe(200);
    expect(await stored(webhookId)).toHaveLength(1);
  });

  test.each([
    { why: "no shop", shop: undefined },
    { why: "a shop that is no shop's domain", shop: "shop.example.com" },
    { why: "a shop in capitals", shop: "Orchard.myshopify.com" },
    { why: "a shop with a path", shop: "orchard.myshopify.com/x" },
    { why: "a shop with more behind it", shop: "orchard.myshopify.com.example.com" },
  ])("$why: 422, no shop comes of it", async ({ shop }) => {
    const count = async (): Promise<unknown> =>
      (await app.superuser.query("SELECT count(*) FROM shops")).rows;
    const before = await count();
    const answer = await app.deliver("orders/create", BODY, {
      headers: { "x-shopify-shop-domain": shop },
    });
    expect(answer.status).toBe(422);
    expect(await count()).toEqual(before);
  });

  test.each(["GET", "PUT", "DELETE", "HEAD", "OPTIONS"])("%s: 405", async (method) => {
    const answer = await app.send({ method, path: "/webhooks" });
    expect(answer).toMatchObject({ status: 405, headers: { allow: "POST" } });
  });

  test("an empty body, rightly signed, is kept like any other: 200", async () => {
    const webhookId = randomUUID();
    const signature = bodySignature("", SECRET);
    const answer = await app.deliver("app/uninstalled", "", { webhookId, signature });
    expect(answer.status).toBe(200);
    expect(await stored(webhookId)).toMatchObject([{ size: 0 }]);
  });
});

describe("shops that the app doesn't know", () => {
  test("a signed delivery makes the shop not-installed and is kept: 200", async () => {
    const shop = "stranger.myshopify.com";
    const webhookId = randomUUID();
    expect((await app.deliver("orders/create", BODY, { webhookId, shop })).status).toBe(200);
    const { rows } = await app.superuser.query("SELECT state FROM shops WHERE domain = $1", [shop]);
    expect(rows).toEqual([{ state: "not-installed" }]);
    expect(await stored(webhookId, shop)).toMatchObject([{ state: "pending" }]);
  });

  test("an unsigned one makes no shop: 401", async () => {
    const shop = "forged.myshopify.com";
    expect((await app.deliver("orders/create", BODY, { shop, signature: null })).status).toBe(401);
    const { rowCount } = await app.superuser.query("SELECT 1 FROM shops WHERE domain = $1", [shop]);
    expect(rowCount).toBe(0);
  });
});
