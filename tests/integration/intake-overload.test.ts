import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { beforeAll, describe, expect, test } from "vitest";
import { INTAKE_LIMITS } from "../../app/adapters/postgres/group-commit.server.ts";
import { startTestApp, type Answer, type TestApp } from "../support/app.ts";
import { orderPayload } from "../support/payloads.ts";

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp({ draining: false });
  await app.installed();
});

/** While `work` runs nothing can be written to the inbox: every commit waits. */
async function whileInboxIsLocked<T>(work: () => Promise<T>): Promise<T> {
  const holder = new pg.Client(app.database.superuserConfig);
  await holder.connect();
  try {
    await holder.query("BEGIN; LOCK TABLE inbox IN SHARE MODE");
    return await work();
  } finally {
    await holder.end();
  }
}

async function writersWaiting(count: number): Promise<void> {
  for (let time = 0; time < 500; time += 1) {
    const { rows } = await app.superuser.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM pg_stat_activity
       WHERE application_name = 'perennial-test' AND wait_event_type = 'Lock' AND datname = $1`,
      [app.database.name],
    );
    if ((rows[0]?.count ?? 0) >= count) return;
    await sleep(5);
  }
  throw new Error(`${count} writers never came to wait`);
}

function post(webhookId: string): Promise<Answer> {
  return app.deliver("orders/create", orderPayload({ id: 1 }), { webhookId });
}

describe("a 200 is a promise", () => {
  test("no answer comes while the commit hasn't", async () => {
    let answer: Answer | null = null;
    const webhookId = randomUUID();
    const posted = await whileInboxIsLocked(async () => {
      const posting = post(webhookId).then((each) => (answer = each));
      await writersWaiting(1);
      await sleep(50);
      expect(answer).toBeNull();
      return { posting };
    });
    expect((await posted.posting).status).toBe(200);
    expect((await app.inbox()).map((row) => row.webhookId)).toContain(webhookId);
  });
});

describe("when more arrives than can be committed", () => {
  test("what waits for too long sheds the next: 503 with Retry-After; what was taken is kept", async () => {
    const taken = [randomUUID(), randomUUID(), randomUUID()];
    const shed = randomUUID();
    const result = await whileInboxIsLocked(async () => {
      const posting: Promise<Answer>[] = [];
      for (const [index, webhookId] of taken.entries()) {
        posting.push(post(webhookId));
        // Two statements of one shop may be under way: the third waits for its turn.
        if (index < INTAKE_LIMITS.inFlightPerShopMax) await writersWaiting(index + 1);
      }
      await sleep(INTAKE_LIMITS.waitingAgeMax + 100);
      return { refused: await post(shed), posting };
    });
    expect(result.refused.status).toBe(503);
    expect(Number(result.refused.headers["retry-after"])).toBeGreaterThan(0);
    expect(JSON.parse(result.refused.text)).toMatchObject({ error: { code: "busy" } });
    const answers = await Promise.all(result.posting);
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200]);
    const kept = (await app.inbox()).map((row) => row.webhookId);
    expect(kept).toEqual(expect.arrayContaining(taken));
    expect(kept).not.toContain(shed);
    expect((await post(shed)).status).toBe(200);
  });
});

describe("when the database goes away", () => {
  test("in the middle of a commit: 503, never 200; the same again is taken once it is back", async () => {
    const webhookId = randomUUID();
    const answer = await whileInboxIsLocked(async () => {
      const posting = post(webhookId);
      await writersWaiting(1);
      await app.superuser.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE application_name = 'perennial-test' AND datname = $1`,
        [app.database.name],
      );
      return posting;
    });
    expect(answer.status).toBe(503);
    expect(Number(answer.headers["retry-after"])).toBeGreaterThan(0);
    expect((await app.inbox()).map((row) => row.webhookId)).not.toContain(webhookId);
    expect((await post(webhookId)).status).toBe(200);
    expect((await app.inbox()).map((row) => row.webhookId)).toContain(webhookId);
  });

  test("before anything came: webhooks, proxy and readiness say 503; the process is up", async () => {
    const lost = await startTestApp({
      draining: false,
      poolConfig: (database) => ({ ...database.appConfig, host: "/nowhere" }),
    });
    const body = orderPayload({ id: 1 });
    expect(await lost.deliver("orders/create", body)).toMatchObject({ status: 503 });
    expect(await lost.proxy("member", { customer: 1 })).toMatchObject({ status: 503 });
    expect(await lost.send({ method: "GET", path: "/readyz" })).toMatchObject({ status: 503 });
    expect(await lost.send({ method: "GET", path: "/healthz" })).toMatchObject({ status: 200 });
    const forged = await lost.deliver("orders/create", body, { signature: "bm8=" });
    expect(forged.status).toBe(401);
  });
});
