/** Forgetting a customer goes with joining facts: it makes no difference which comes first. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { orderFactsFromPayload } from "../../app/adapters/shopify/order-payload.server.ts";
import { withoutForgotten } from "../../app/domain/settlement/forgotten.ts";
import { joinOrderFacts, type OrderFacts } from "../../app/domain/orders/order-facts.ts";
import { nothingArrived } from "../../app/domain/settlement/batch-facts.ts";
import { jsonOf, orderPayload } from "../support/payloads.ts";

const [FORGOTTEN, OTHER] = [11, 12];
const SECONDS = ["2026-03-02T10:00:00Z", "2026-03-02T10:00:01Z", "2026-03-02T10:00:02Z"];

/** Whose the order is at a second, Shopify says once: same-second snapshots differ in all but that. */
const ownersBySecond = fc.tuple(
  ...SECONDS.map(() => fc.constantFrom(FORGOTTEN, FORGOTTEN, OTHER, null)),
);

const snapshots = ownersBySecond.chain((owners) =>
  fc.array(
    fc
      .record({
        second: fc.constantFrom(0, 1, 2),
        goods: fc.constantFrom("10.00", "20.00", "30.00"),
        status: fc.constantFrom("pending", "paid", "refunded"),
        source: fc.constantFrom("payload" as const, "admin-api" as const),
      })
      .map(({ second, goods, status, source }): OrderFacts => {
        const updatedAt = SECONDS[second] ?? "";
        const customer = owners[second] ?? null;
        const payload = orderPayload({ id: 1, customer, goods, status, updatedAt });
        const facts = orderFactsFromPayload(JSON.parse(jsonOf(payload)));
        return { ...facts, snapshot: facts.snapshot && { ...facts.snapshot, source } };
      }),
    { minLength: 1, maxLength: 6 },
  ),
);

const stripped = (facts: OrderFacts): OrderFacts => {
  const arrived = { ...nothingArrived(), orders: [facts] };
  return withoutForgotten(arrived, new Set([String(FORGOTTEN)])).orders[0] ?? facts;
};

test("stripped before they are joined, after, or in between: the same is known", () => {
  fc.assert(
    fc.property(snapshots, fc.nat(), (all, cut) => {
      const joined = (parts: OrderFacts[]): OrderFacts => parts.reduce(joinOrderFacts);
      const after = stripped(joined(all));
      expect(joined(all.map(stripped))).toEqual(after);
      const at = 1 + (cut % all.length);
      const late = all.slice(at).map(stripped);
      expect(joined([stripped(joined(all.slice(0, at))), ...late])).toEqual(after);
      expect(JSON.stringify(after)).not.toContain(`"customerId":"${FORGOTTEN}"`);
    }),
    { numRuns: 2_000 },
  );
});
