/** Writes down what a member of the merchant's staff did, where nothing else is written with it. */
import type { Logged } from "../adapters/postgres/team-log-store.server.ts";
import type { Id } from "../domain/shared/ids.ts";
import type { Ports, ShopId, ShopTransaction } from "./ports.ts";

/** Of whoever was forgotten the log keeps no number, as the eraser leaves it. In an `inShopRetrying`. */
export async function customerSubject(
  { stores }: Pick<Ports, "stores">,
  tx: ShopTransaction,
  customerId: Id,
): Promise<string> {
  const forgotten = await stores.forgotten.forgottenAmong(tx, [customerId]);
  return `customer:${forgotten.has(customerId) ? "forgotten" : customerId}`;
}

export async function logStaff({ stores }: Ports, shopId: ShopId, logged: Logged): Promise<void> {
  await stores.inShop(shopId, (tx) => stores.team.append(tx, logged));
}
