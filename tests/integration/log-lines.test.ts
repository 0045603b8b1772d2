/** What a line of the log says of where it belongs, and what it never says. */
import { beforeAll, expect, test } from "vitest";
import { pino } from "pino";
import { inLogContext, LOG_OPTIONS } from "../../app/log.server.ts";
import { startTestApp, type LogLine, type TestApp } from "../support/app.ts";
import { orderPayload } from "../support/payloads.ts";

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
  await app.installed();
});

const since = (from: number): LogLine[] => app.lines.slice(from);

test("a request is answered with its id, and every line of it carries it", async () => {
  const from = app.lines.length;
  app.app.isMigrated = () => Promise.reject(new Error("the database is away"));
  const answer = await app.send({ method: "GET", path: "/readyz" });
  expect(answer.status).toBe(503);
  const requestId = answer.headers["x-request-id"];
  expect(requestId).toMatch(/^[0-9a-f-]{36}$/);
  const lines = since(from);
  expect(lines.map((line) => line.msg)).toEqual([
    "not ready: the database can't be asked",
    "answered",
  ]);
  for (const line of lines) expect(line).toMatchObject({ requestId, route: "/readyz" });
});

test.each([
  { why: "an id given by a proxy in front is taken over", given: "edge-7f3a91c2", taken: true },
  { why: "what could forge a line is not", given: 'x","level":60,"msg":"forged', taken: false },
  { why: "nor what is too long", given: "a".repeat(200), taken: false },
])("$why", async ({ given, taken }) => {
  const answer = await app.send({
    method: "GET",
    path: "/healthz",
    headers: { "x-request-id": given },
  });
  expect(answer.headers["x-request-id"] === given).toBe(taken);
});

test("a webhook that could not be kept is told of with its delivery's id", async () => {
  const from = app.lines.length;
  const { store } = app.app.webhooks;
  app.app.webhooks.store = () => Promise.reject(new Error("no space left"));
  const answer = await app.deliver("orders/create", orderPayload({ id: 5 }), {
    webhookId: "b54557e4-bdd9-4b37-8a5f-bf7d70bcd043",
  });
  app.app.webhooks.store = store;
  expect(answer.status).toBe(500);
  const lines = since(from).filter((line) => line.msg === "a request failed");
  expect(lines).toMatchObject([
    { webhookId: "b54557e4-bdd9-4b37-8a5f-bf7d70bcd043", route: "/webhooks" },
  ]);
});

test("what is started inside carries it too, what stands beside it doesn't", async () => {
  const lines: LogLine[] = [];
  const log = pino(LOG_OPTIONS, {
    write: (line: string) => void lines.push(JSON.parse(line) as LogLine),
  });
  await Promise.all([
    inLogContext({ job: "seal-ledger" }, async () => {
      await Promise.resolve();
      inLogContext({ shop: "7" }, () => log.info("inside"));
    }),
    Promise.resolve().then(() => log.info("beside")),
  ]);
  expect(lines.find((line) => line.msg === "inside")).toMatchObject({
    job: "seal-ledger",
    shop: "7",
  });
  expect(lines.find((line) => line.msg === "beside")).not.toHaveProperty("job");
});

test("tokens in an error's surroundings are never written", () => {
  const lines: string[] = [];
  const log = pino(LOG_OPTIONS, { write: (line: string) => void lines.push(line) });
  log.warn({ session: { accessToken: "shpat_secret", refreshToken: "shprt_secret" } }, "renewed");
  expect(lines.join("")).toContain("renewed");
  expect(lines.join("")).not.toMatch(/shp(at|rt)_secret/);
});
