/** A merge and an order of the merged customer, decided at the same time: one of them decides again. */
import { expect, test } from "vitest";
import { isConflict } from "../../app/adapters/postgres/shop-transaction.server.ts";
import { readDelivery } from "../../app/adapters/shopify/read-delivery.ts";
import { nothingArrived, type Arrived } from "../../app/domain/settlement/batch-facts.ts";
import { decideBatch } from "../../app/domain/settlement/batch.ts";
import { settleArrived } from "../../app/use-cases/settle-arrived.ts";
import { START, startTestApp } from "../support/app.ts";
import { jsonOf, mergePayload, orderPayload } from "../support/payloads.ts";

const [ANN, BEN] = [11, 12];

function told(topic: string, body: unknown): Arrived {
  const bytes = Buffer.from(jsonOf(body));
  const fact = readDelivery(topic, bytes, bytes.length);
  const arrived = nothingArrived();
  if (fact.kind === "order") arrived.orders.push(fact.facts);
  if (fact.kind === "merge") arrived.merges.push(fact.merge);
  return arrived;
}

test.each([
  { who: "the deleted customer's", customer: BEN, shop: "race-deleted.myshopify.com" },
  { who: "the kept customer's", customer: ANN, shop: "race-kept.myshopify.com" },
])(
  "a first order of $who side, decided before the merge and written after it, conflicts",
  async ({ customer, shop }) => {
    const app = await startTestApp({ draining: false });
    await app.installed(shop);
    const { stores } = app.app.ports;
    const shopId = await stores.shops.idOf(shop);
    const arrived = told("orders/create", orderPayload({ id: 1, customer, goods: "100.00" }));
    const late = stores.inShop(shopId, async (tx) => {
      const known = await stores.settlements.loadKnown(tx, ["1"], [String(customer)]);
      const write = decideBatch(known, arrived, START);
      // Meanwhile, on another connection, the merge is settled and committed.
      await stores.inShop(shopId, (other) =>
        settleArrived(stores, other, {
          arrived: told("customers/merge", mergePayload(BEN, ANN)),
          now: START,
        }),
      );
      if (write !== "needs-whole") await stores.settlements.writeBatch(tx, write, START);
    });
    await expect(late).rejects.toSatisfy(isConflict);

    await stores.inShopRetrying(shopId, (tx) => settleArrived(stores, tx, { arrived, now: START }));
    expect((await app.member(ANN, shop)).points.available).toBe(100);
    expect(await app.prove(shop)).toMatchObject({ firstBreak: null, members: 1 });
  },
);
