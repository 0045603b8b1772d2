/** Orders, a merge, adjustments and undoings that arrive in different orders end in the same ledger. */
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { HOUR } from "../../app/domain/shared/instant.ts";
import { adjustPoints } from "../../app/use-cases/adjust-points.ts";
import { undoAdjustment } from "../../app/use-cases/undo-adjustment.ts";
import { START, startTestApp, type TestApp } from "../support/app.ts";
import { mergePayload, orderPayload } from "../support/payloads.ts";

const ANN = 11;
const BEN = 12;
const STAFF = { id: "901", name: null };

let app: TestApp;
let shops = 0;

beforeAll(async () => {
  app = await startTestApp();
});

type Step =
  | { kind: "order"; id: number; customer: number; pounds: number }
  | { kind: "adjust"; id: string; customer: number; points: number; undone: boolean }
  | { kind: "merge" };

const person = fc.constantFrom(ANN, BEN);
const steps: fc.Arbitrary<Step[]> = fc
  .record({
    orders: fc.array(fc.record({ customer: person, pounds: fc.integer({ min: 1, max: 300 }) }), {
      maxLength: 3,
    }),
    adjustments: fc.array(
      fc.record({
        id: fc.uuid(),
        customer: person,
        points: fc.integer({ min: -300, max: 300 }).filter((points) => points !== 0),
        undone: fc.boolean(),
      }),
      { minLength: 1, maxLength: 3 },
    ),
    merge: fc.boolean(),
  })
  .map(({ orders, adjustments, merge }) => [
    ...orders.map((order, index) => ({ kind: "order" as const, id: index + 1, ...order })),
    ...adjustments.map((each) => ({ kind: "adjust" as const, ...each })),
    ...(merge ? [{ kind: "merge" as const }] : []),
  ]);

/** The same instant for the same step, whenever it is carried out. */
const instantOf = (step: Step, all: readonly Step[]): number =>
  START + (2 + all.indexOf(step)) * HOUR;

async function live(all: readonly Step[], order: readonly Step[]) {
  shops += 1;
  const shop = `converging-${shops}.myshopify.com`;
  const shopId = await app.installed(shop);
  app.clock.now = START;
  for (const customer of [ANN, BEN]) {
    await app.proxy("membership", { customer, method: "POST", shop });
  }
  const undoings: (() => Promise<unknown>)[] = [];
  for (const step of order) {
    app.clock.now = instantOf(step, all);
    if (step.kind === "merge") {
      await app.deliver("customers/merge", mergePayload(BEN, ANN), { shop });
    } else if (step.kind === "order") {
      const placedAt = new Date(app.clock.now).toISOString();
      const { id, customer, pounds } = step;
      const body = orderPayload({ id, customer, goods: `${pounds}.00`, placedAt });
      await app.deliver("orders/create", body, { shop });
    } else {
      const customerId = String(step.customer);
      const confirmed = ["below-zero"] as const;
      const { id, points } = step;
      const form = { customerId, id, points, reason: "correction", note: null, confirmed };
      const made = await adjustPoints(app.app.ports, shopId, { staff: STAFF, form });
      expect(made.kind).toBe("adjusted");
      const undo = { customerId, key: `adjustment:${id}`, confirmed };
      if (step.undone) {
        undoings.push(() => undoAdjustment(app.app.ports, shopId, { staff: STAFF, form: undo }));
      }
    }
    await app.drained();
  }
  for (const undo of undoings) expect(await undo()).toMatchObject({ kind: "undone" });
  app.clock.now = START + 100 * HOUR;
  for (const customer of [ANN, BEN]) await app.member(customer, shop);
  expect(await app.prove(shop)).toMatchObject({ firstBreak: null });
  return { causes: await app.causes(shop), ann: await app.member(ANN, shop) };
}

test("whatever comes first, the ledger is the same and is proved", async () => {
  const arrivals = steps.chain((all) =>
    fc.record({
      all: fc.constant(all),
      other: fc.shuffledSubarray(all, { minLength: all.length }),
    }),
  );
  await fc.assert(
    fc.asyncProperty(arrivals, async ({ all, other }) => {
      expect(await live(all, other)).toEqual(await live(all, all));
    }),
    { numRuns: 12, endOnFailure: true },
  );
}, 120_000);
