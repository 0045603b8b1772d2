/**
 * Forgets a shop (`shop/redact`, 48 hours after the app was removed): the shop is closed, then emptied in
 * batches, so that a large one holds nothing up; killed in between, it goes on. A shop that has installed
 * the app again since is left alone: what is there is its own again.
 */
import type { Forgetting } from "./redact-customer.ts";
import type { ShopId } from "./ports.ts";

/** Rows of a table in one transaction. */
const ROWS_MAX = 5_000;
/** Batches of one table in one run: half a billion rows; whatever is left is for the next. */
const BATCHES_MAX = 100_000;

export const INSTALLED_AGAIN = "the app is installed there again: nothing was forgotten";

export async function redactShop(
  { stores, eraser, log }: Forgetting,
  shopId: ShopId,
  { webhookId }: { webhookId: string },
): Promise<void> {
  const closed = await eraser.alone(shopId, (tx) => eraser.shop.closeShop(tx));
  if (closed.state === "open") {
    await stores.inShop(shopId, (tx) =>
      stores.privacy.closeRequest(tx, webhookId, INSTALLED_AGAIN),
    );
    return;
  }
  if (closed.domain) stores.shops.forget(closed.domain);
  let rows = 0;
  for (const table of eraser.shop.SHOP_TABLES) {
    for (let batch = 0; ; batch += 1) {
      if (batch === BATCHES_MAX) throw new Error(`${table}: too many rows for one run`);
      const page = { rowsMax: ROWS_MAX, but: webhookId };
      const erased = await eraser.inShop(shopId, (tx) => eraser.shop.emptyTable(tx, table, page));
      rows += erased;
      if (erased < ROWS_MAX) break;
    }
  }
  await eraser.inShop(shopId, (tx) =>
    eraser.store.completeRequest(tx, webhookId, { report: { ...closed.sums, rows }, remark: null }),
  );
  log.info({ shopId, rows }, "a shop was forgotten");
}
