import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { drainInbox } from "../../app/use-cases/drain-inbox.ts";
import type { Ports } from "../../app/use-cases/ports.ts";
import { startTestApp, type TestApp } from "../support/app.ts";
import { jsonOf, orderPayload } from "../support/payloads.ts";

let app: TestApp;
let shop: string;
let shopId: string;
let shops = 0;

beforeAll(async () => {
  app = await startTestApp({ draining: false });
});

beforeEach(async () => {
  shops += 1;
  shop = `drain-${shops}.myshopify.com`;
  shopId = await app.installed(shop);
});

/** Batches until nothing is pending. */
async function drainAll(ports: Ports = app.app.ports): Promise<number> {
  for (let batches = 0; ; batches += 1) {
    if ((await drainInbox(ports, shopId)).deliveries === 0) return batches;
  }
}

async function deliver(topic: string, body: unknown, webhookId?: string): Promise<void> {
  const options = webhookId === undefined ? { shop } : { shop, webhookId };
  expect((await app.deliver(topic, body, options)).status).toBe(200);
}

async function rows<T extends object>(sql: string): Promise<T[]> {
  return (await app.superuser.query<T>(sql, [shopId])).rows;
}

/** A fault of the database that strikes while `work` runs: raises `sqlstate` for what `when` says. */
async function whileBroken(
  { when, sqlstate }: { when: string; sqlstate: string },
  work: () => Promise<void>,
): Promise<number> {
  await app.superuser.query(`
    CREATE SEQUENCE strikes;
    CREATE FUNCTION strike() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
    BEGIN
      IF ${when} THEN
        PERFORM nextval('strikes');
        RAISE EXCEPTION 'struck %', NEW.order_id USING ERRCODE = '${sqlstate}';
      END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER strike BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION strike();`);
  try {
    await work();
    const found = await app.superuser.query<{ strikes: string }>(
      "SELECT CASE WHEN is_called THEN last_value ELSE 0 END AS strikes FROM strikes",
    );
    return Number(found.rows[0]?.strikes);
  } finally {
    await app.superuser.query(
      "DROP TRIGGER strike ON orders; DROP FUNCTION strike(); DROP SEQUENCE strikes",
    );
  }
}

describe("one batch", () => {
  test("create, paid and updated of one order become one fact and one entry", async () => {
    const later = "2026-03-02T10:05:00Z";
    await deliver("orders/create", orderPayload({ id: 1, status: "pending" }));
    await deliver("orders/updated", orderPayload({ id: 1, updatedAt: later, goods: "80.00" }));
    await deliver("orders/paid", orderPayload({ id: 1 }));
    expect(await drainAll()).toBe(1);
    expect(await rows("SELECT rev FROM orders WHERE shop_id = $1")).toEqual([{ rev: 1 }]);
    expect(await rows("SELECT n, points FROM entries WHERE shop_id = $1")).toEqual([
      { n: 0, points: "80" },
    ]);
    expect(await rows("SELECT rev FROM members WHERE shop_id = $1")).toEqual([{ rev: 1 }]);
  });

  test("holds only so many bytes: large bodies are taken a few at a time, and none is forgotten", async () => {
    const note = "x".repeat(9 * 1024 * 1024);
    for (let id = 1; id <= 6; id += 1)
      await deliver("orders/create", { ...orderPayload({ id }), note });
    const first = await drainInbox(app.app.ports, shopId);
    expect(first).toMatchObject({ deliveries: 4, more: true });
    const rest = await drainInbox(app.app.ports, shopId);
    expect(rest).toMatchObject({ deliveries: 2, more: false });
    expect(await rows("SELECT order_id FROM orders WHERE shop_id = $1")).toHaveLength(6);
  });

  test("many orders of many members go together, each delivery marked done", async () => {
    for (let id = 1; id <= 30; id += 1) {
      await deliver("orders/create", orderPayload({ id, customer: 100 + (id % 7) }));
    }
    expect(await drainAll()).toBe(1);
    expect((await app.inbox(shop)).map((row) => row.state)).toEqual(Array<string>(30).fill("done"));
    expect(await app.prove(shop)).toMatchObject({ orders: 30, members: 7, firstBreak: null });
  });

  test("what was told before changes nothing: no write, no entry", async () => {
    await deliver("orders/create", orderPayload({ id: 1 }));
    await drainAll();
    const before = await rows("SELECT * FROM members WHERE shop_id = $1");
    await deliver("orders/paid", orderPayload({ id: 1 }));
    await deliver("orders/updated", orderPayload({ id: 1, updatedAt: "2026-03-01T10:00:00Z" }));
    await drainAll();
    expect(await rows("SELECT * FROM members WHERE shop_id = $1")).toEqual(before);
    expect(await rows("SELECT rev FROM orders WHERE shop_id = $1")).toEqual([{ rev: 1 }]);
  });
});

describe("a poisonous delivery", () => {
  test.each([
    { where: "first", poison: [1] },
    { where: "in the middle", poison: [6] },
    { where: "last", poison: [11] },
    { where: "several", poison: [2, 3, 10] },
    { where: "all", poison: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11] },
  ])("$where: parked with its error, the others of the batch are done", async ({ poison }) => {
    for (let id = 1; id <= 11; id += 1) {
      await deliver("orders/create", orderPayload({ id, customer: id }), `delivery-${id}`);
    }
    const when = `NEW.order_id IN (${poison.join(", ")})`;
    await whileBroken({ when, sqlstate: "22012" }, async () => {
      await drainAll();
    });
    for (const row of await app.inbox(shop)) {
      const id = Number(row.webhookId.split("-")[1]);
      expect(row).toMatchObject(
        poison.includes(id)
          ? { state: "parked", remark: `struck ${id}` }
          : { state: "done", remark: null },
      );
    }
    expect(await app.prove(shop)).toMatchObject({ orders: 11 - poison.length, firstBreak: null });
  });

  test("two drains at once park the one at fault and no other", async () => {
    for (let id = 1; id <= 60; id += 1) {
      await deliver(
        "orders/create",
        orderPayload({ id, customer: 1 + (id % 9) }),
        `delivery-${id}`,
      );
    }
    await whileBroken({ when: "NEW.order_id IN (17, 44)", sqlstate: "22012" }, async () => {
      await Promise.all([drainAll(), drainAll(), drainAll()]);
      await drainAll();
    });
    const parked = (await app.inbox(shop)).filter((row) => row.state !== "done");
    expect(parked.map((row) => [row.webhookId, row.state])).toEqual([
      ["delivery-17", "parked"],
      ["delivery-44", "parked"],
    ]);
    expect(await app.prove(shop)).toMatchObject({ orders: 58, firstBreak: null });
  });

  test("one that can't be read is parked without disturbing its batch", async () => {
    await deliver("orders/create", orderPayload({ id: 1 }));
    await deliver("orders/create", "{}");
    await deliver("orders/create", orderPayload({ id: 2, customer: 1002 }));
    expect(await drainAll()).toBe(1);
    expect((await app.inbox(shop)).map((row) => row.state)).toEqual(["done", "parked", "done"]);
  });
});

describe("compare and set", () => {
  /** The real stores, but `meanwhile` happens once between reading and writing. */
  function withMeanwhile(meanwhile: () => Promise<unknown>): {
    ports: Ports;
    writes: () => number;
  } {
    const { stores } = app.app.ports;
    let writes = 0;
    const settlements: typeof stores.settlements = {
      ...stores.settlements,
      writeBatch: async (tx, write, now) => {
        writes += 1;
        if (writes === 1) await meanwhile();
        await stores.settlements.writeBatch(tx, write, now);
      },
    };
    return {
      ports: { ...app.app.ports, stores: { ...stores, settlements } },
      writes: () => writes,
    };
  }

  test("a member who joined meanwhile is read and decided again", async () => {
    await deliver("orders/create", orderPayload({ id: 1, goods: "10.00" }));
    await drainAll();
    await deliver("orders/create", orderPayload({ id: 2, goods: "50.00" }));
    const join = () => app.proxy("membership", { customer: 1001, method: "POST", shop });
    const { ports, writes } = withMeanwhile(join);
    await drainAll(ports);
    expect(writes()).toBe(2);
    expect((await app.member(1001, shop)).points.available).toBe(160);
    expect(await app.prove(shop)).toMatchObject({ firstBreak: null });
  });

  test("a member who came to be meanwhile is read and decided again", async () => {
    await deliver("orders/create", orderPayload({ id: 1, goods: "50.00" }));
    const join = () => app.proxy("membership", { customer: 1001, method: "POST", shop });
    const { ports, writes } = withMeanwhile(join);
    await drainAll(ports);
    expect(writes()).toBe(2);
    expect((await app.member(1001, shop)).points.available).toBe(150);
    expect(await app.prove(shop)).toMatchObject({ members: 1, firstBreak: null });
  });

  test("an order that another drain told more of meanwhile keeps both tellings", async () => {
    await deliver("orders/create", orderPayload({ id: 1, goods: "50.00" }), "first");
    const { ports, writes } = withMeanwhile(async () => {
      const refunds = [{ id: 7, orderId: 1, at: "2026-03-03T10:00:00Z", adjustments: [] }];
      const updatedAt = "2026-03-03T10:00:00Z";
      const newer = orderPayload({ id: 1, goods: "20.00", updatedAt, refunds });
      await deliver("orders/updated", newer, "second");
      await drainInbox(app.app.ports, shopId);
    });
    await drainAll(ports);
    expect(writes()).toBeGreaterThanOrEqual(2);
    expect((await app.inbox(shop)).map((row) => row.state)).toEqual(["done", "done"]);
    expect(await app.causes(shop)).toEqual({ "1001 order:1": 20 });
    expect(await app.prove(shop)).toMatchObject({ orders: 1, firstBreak: null });
  });

  test("four drains and many joins at once on one shop end as one drain would", async () => {
    for (let id = 1; id <= 80; id += 1) {
      const customer = 1 + (id % 5);
      await deliver("orders/create", orderPayload({ id, customer, goods: "10.00" }));
    }
    const joins = [1, 2, 3, 4, 5].flatMap((customer) =>
      [1, 2].map(() => app.proxy("membership", { customer, method: "POST", shop })),
    );
    const one = { ...app.app.ports };
    const drains = [drainAll(one), drainAll(one), drainAll(one), drainAll(one)];
    await Promise.allSettled(drains);
    const answers = await Promise.all(joins);
    expect(answers.map((answer) => answer.status)).toEqual(Array<number>(10).fill(200));
    await drainAll();
    for (const customer of [1, 2, 3, 4, 5]) {
      expect((await app.member(customer, shop)).points.available).toBe(260);
    }
    expect(await app.prove(shop)).toMatchObject({ orders: 80, members: 5, firstBreak: null });
  });

  test("after five attempts the deliveries go back to the queue, unparked, and are done later", async () => {
    await deliver("orders/create", orderPayload({ id: 1 }));
    const strikes = await whileBroken({ when: "true", sqlstate: "40001" }, async () => {
      await expect(drainInbox(app.app.ports, shopId)).rejects.toThrow("struck 1");
    });
    expect(strikes).toBe(5);
    expect(await app.inbox(shop)).toMatchObject([{ state: "pending", remark: null }]);
    await drainAll();
    expect(await app.inbox(shop)).toMatchObject([{ state: "done" }]);
  });
});

describe("the drainer", () => {
  test("works on what arrived without being asked, a failing shop beside a healthy one", async () => {
    const running = await startTestApp();
    const sick = "sick.myshopify.com";
    await running.installed(sick);
    await running.installed();
    await running.superuser.query(`
      CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'ill' USING ERRCODE = '40001'; END $$;
      CREATE TRIGGER fail BEFORE INSERT ON orders FOR EACH ROW WHEN (NEW.order_id = 13) EXECUTE FUNCTION fail();`);
    const options = { shop: sick, webhookId: "sick" };
    await running.deliver("orders/create", orderPayload({ id: 13 }), options);
    for (let id = 1; id <= 5; id += 1) {
      await running.deliver("orders/create", jsonOf(orderPayload({ id, goods: "10.00" })));
    }
    await expect.poll(async () => (await running.member(1001)).points.available).toBe(50);
    const warned = (): string[] =>
      running.lines.filter((line) => line.level >= 40).map((line) => line.msg);
    await expect.poll(warned).toContain("a shop's inbox could not be drained; tried again soon");
    expect(await running.inbox(sick)).toMatchObject([{ state: "pending" }]);
    await running.superuser.query("DROP TRIGGER fail ON orders");
    await running.drained();
    expect((await running.member(1001, sick)).points.available).toBe(100);
  });

  test("comes back to a failing shop though no other has anything to do", async () => {
    const running = await startTestApp();
    await running.installed();
    await running.superuser.query(`
      CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'ill' USING ERRCODE = '40001'; END $$;
      CREATE TRIGGER fail BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION fail();`);
    await running.deliver("orders/create", orderPayload({ id: 13 }));
    const failures = (): number => running.lines.filter((line) => line.level >= 40).length;
    // The second pause is longer than the sweep: the shop is woken while it is left alone.
    await expect.poll(failures, { timeout: 10_000 }).toBeGreaterThan(2);
    await running.superuser.query("DROP TRIGGER fail ON orders");
    await running.drained();
    expect((await running.member(1001)).points.available).toBe(100);
  });
});
