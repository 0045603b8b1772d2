/** A customer as account pages show them: the same document as their metafield, as of this moment. */
import { versionAt, type ProgramVersion } from "../domain/program/program.ts";
import type { Id } from "../domain/shared/ids.ts";
import type { Ports, ShopId } from "./ports.ts";
import { readShopperState } from "./read-shopper-state.ts";

export type Account = {
  currency: string;
  /** In force now. */
  version: ProgramVersion;
  /** The metafields as they would be sent now; null for someone who was never a member. */
  metafields: { key: string; value: string }[] | null;
};

export async function readAccount(ports: Ports, shopId: ShopId, customerId: Id): Promise<Account> {
  const { stores, metafields } = ports;
  // What is due by time is settled first.
  const { customerId: kept, now } = await readShopperState(ports, shopId, customerId);
  const read = await stores.inShop(shopId, (tx) =>
    stores.shown.readToShow(tx, [kept], metafields.recentEntries),
  );
  const { currency, versions } = read;
  const version = versionAt(versions, now);
  const member = read.members.get(kept);
  return {
    currency,
    version,
    metafields: member ? metafields.ofMember({ member, version, currency }, now) : null,
  };
}
