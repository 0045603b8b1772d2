/** Writes down what a member of the merchant's staff did, where nothing else is written with it. */
import type { Logged } from "../adapters/postgres/team-log-store.server.ts";
import type { Ports, ShopId } from "./ports.ts";

export async function logStaff({ stores }: Ports, shopId: ShopId, logged: Logged): Promise<void> {
  await stores.inShop(shopId, (tx) => stores.team.append(tx, logged));
}
