import { randomUUID } from "node:crypto";
import { connect } from "node:net";
import { once } from "node:events";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { beforeAll, describe, expect, test } from "vitest";
import { fetchDue } from "../../app/jobs/timed-work.server.ts";
import { SHOP, startTestApp, type TestApp } from "../support/app.ts";
import { jsonOf, orderPayload, refundPayload, fullRefund } from "../support/payloads.ts";
import { bodySignature } from "../support/signing.ts";

const MAX = 10 * 1024 * 1024;

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
  await app.installed();
});

async function stored(webhookId: string) {
  return (await app.inbox()).filter((row) => row.webhookId === webhookId);
}

/** The order's JSON, made `bytes` long by a note that the app ignores; the id stays first. */
function padded(body: unknown, bytes: number): string {
  const text = jsonOf(body);
  const note = `,"note":"`;
  const filling = bytes - text.length - note.length - 1;
  return `${text.slice(0, -1)}${note}${"x".repeat(filling)}"}`;
}

describe("bodies around the limit of 10 MB", () => {
  test("exactly 10 MB is kept whole and worked on: 200", async () => {
    const webhookId = randomUUID();
    const body = padded(orderPayload({ id: 1, customer: 11, goods: "30.00" }), MAX);
    expect(body).toHaveLength(MAX);
    expect((await app.deliver("orders/create", body, { webhookId })).status).toBe(200);
    await app.drained();
    const [row] = await stored(webhookId);
    // Once it is a fact the body goes; that all of it was read, the points show.
    expect(row).toMatchObject({ state: "done", size: MAX, body: null });
    expect((await app.member(11)).points.available).toBe(30);
  });

  test("one byte more is kept as a hint, and the order is asked for: 200", async () => {
    const webhookId = randomUUID();
    const order = orderPayload({ id: 820982911946154508n, customer: 12, goods: "40.00" });
    app.admin.knows(order);
    const body = padded(order, MAX + 1);
    expect((await app.deliver("orders/create", body, { webhookId })).status).toBe(200);
    await app.drained();
    const [row] = await stored(webhookId);
    expect(row).toMatchObject({ state: "done", size: MAX + 1, body: null });
    await fetchDue(app.app.timed);
    expect(app.admin.asked).toEqual(["820982911946154508"]);
    expect((await app.member(12)).points.available).toBe(40);
  });

  test.each([
    { topic: "refunds/create", body: refundPayload(fullRefund(21, 501, "2026-03-02T10:00:00Z")) },
    { topic: "orders/edited", body: { order_edit: { id: 5, order_id: 21 } } },
  ])("the order of a larger $topic is asked for too", async ({ topic, body }) => {
    app.admin.asked.length = 0;
    expect((await app.deliver(topic, padded(body, MAX + 1))).status).toBe(200);
    await app.drained();
    await fetchDue(app.app.timed);
    expect(app.admin.asked).toEqual(["21"]);
  });

  test("a larger product is told with its size and nothing else: 200", async () => {
    const webhookId = randomUUID();
    const answer = await app.deliver("products/update", padded({ id: 5 }, MAX + 5), { webhookId });
    await app.drained();
    expect(answer.status).toBe(200);
    expect(await stored(webhookId)).toMatchObject([
      {
        state: "done",
        remark: "10485765 bytes are above the limit; only orders are asked for again",
      },
    ]);
  });

  test.each([
    { why: "unsigned", signature: null },
    { why: "wrongly signed", signature: bodySignature("something else") },
  ])("$why and larger: 413, nothing is kept", async ({ signature }) => {
    const webhookId = randomUUID();
    const body = padded(orderPayload({ id: 3 }), MAX + 300_000);
    const answer = await app.deliver("orders/create", body, { webhookId, signature });
    expect(answer.status).toBe(413);
    expect(JSON.parse(answer.text)).toMatchObject({ error: { code: "too-large" } });
    expect(await stored(webhookId)).toEqual([]);
  });

  test("one that never seems to end is cut off: 413, and the connection is closed", async () => {
    const socket = connect(app.port, "127.0.0.1");
    let answered = "";
    socket.setEncoding("utf8").on("data", (text: string) => (answered += text));
    socket.write("POST /webhooks HTTP/1.1\r\nHost: app\r\nContent-Length: 999999999999\r\n\r\n");
    const endless = Readable.from(Array<Buffer>(64).fill(Buffer.alloc(8 * 1024 * 1024)));
    await expect(pipeline(endless, socket)).rejects.toThrow();
    expect(answered).toMatch(/^HTTP\/1.1 413 /);
  });

  test("unsigned and at the limit: 401", async () => {
    const body = padded(orderPayload({ id: 3 }), MAX);
    expect((await app.deliver("orders/create", body, { signature: null })).status).toBe(401);
  });
});

describe("bodies that don't arrive whole", () => {
  /** Head and body as written; then the connection is ended or cut, and what was answered. */
  async function write(
    head: string[],
    body: string,
    end: "end" | "destroy" | "answered",
  ): Promise<string> {
    const socket = connect(app.port, "127.0.0.1");
    let answered = "";
    socket.setEncoding("utf8").on("data", (text: string) => (answered += text));
    socket.on("error", (error) => (answered += error.message));
    await once(socket, "connect");
    socket.write(
      `${["POST /webhooks HTTP/1.1", "Host: app", ...head].join("\r\n")}\r\n\r\n${body}`,
    );
    // node:http gives up an answer when the sender closes its half before: this one waits for it.
    if (end === "answered") await once(socket, "data");
    else await new Promise((resolve) => setTimeout(resolve, 30));
    const closed = once(socket, "close");
    if (end === "destroy") socket.destroy();
    else socket.end();
    await closed;
    return answered;
  }

  const body = jsonOf(orderPayload({ id: 4 }));
  const headers = (webhookId: string, bytes: string): string[] => [
    `X-Shopify-Hmac-Sha256: ${bodySignature(bytes)}`,
    `X-Shopify-Shop-Domain: ${SHOP}`,
    "X-Shopify-Topic: orders/create",
    `X-Shopify-Webhook-Id: ${webhookId}`,
  ];

  test.each([
    { why: "cut in the middle of the body", sent: body.slice(0, 100), end: "destroy" },
    { why: "ended before the content-length was reached", sent: body.slice(0, 100), end: "end" },
    { why: "a content-length longer than a body that is rightly signed", sent: body, end: "end" },
  ] as const)("$why: no 200, nothing is kept", async ({ sent, end }) => {
    const webhookId = randomUUID();
    const head = [...headers(webhookId, sent), `Content-Length: ${body.length + 10}`];
    expect(await write(head, sent, end)).not.toMatch(/ 200 /);
    expect(await stored(webhookId)).toEqual([]);
    expect(app.lines.filter((line) => line.level >= 50)).toEqual([]);
  });

  test("chunks that end early: no 200, nothing is kept", async () => {
    const webhookId = randomUUID();
    const chunk = `${body.length.toString(16)}\r\n${body}\r\n`;
    const head = [...headers(webhookId, body), "Transfer-Encoding: chunked"];
    expect(await write(head, chunk, "end")).not.toMatch(/ 200 /);
    expect(await stored(webhookId)).toEqual([]);
  });

  test("the same in chunks that end rightly: 200", async () => {
    const webhookId = randomUUID();
    const chunk = `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;
    const head = [...headers(webhookId, body), "Transfer-Encoding: chunked"];
    expect(await write(head, chunk, "answered")).toMatch(/^HTTP\/1.1 200 /);
    expect(await stored(webhookId)).toHaveLength(1);
  });

  test("the app goes on answering afterwards", async () => {
    expect((await app.deliver("orders/create", body)).status).toBe(200);
  });
});
