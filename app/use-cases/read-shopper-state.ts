/** The shopper's state as it is now: what is due by time is settled first, so the numbers are exact. */
import type { MemberRead } from "../adapters/postgres/member-store.server.ts";
import type { Id } from "../domain/shared/ids.ts";
import type { Instant } from "../domain/shared/instant.ts";
import type { Ports, ShopId } from "./ports.ts";
import { settleCustomers } from "./settle-customers.ts";

export type ShopperState = MemberRead & { now: Instant };

export async function readShopperState(
  ports: Ports,
  shopId: ShopId,
  customerId: Id,
): Promise<ShopperState> {
  const now = ports.clock();
  const read = await ports.stores.readMember(shopId, customerId);
  const dueAt = read.member?.dueAt ?? null;
  if (dueAt === null || dueAt > now) return { ...read, now };
  await settleCustomers(ports, shopId, [read.customerId]);
  return { ...(await ports.stores.readMember(shopId, customerId)), now };
}
