/**
 * Who customers are: read live, once for a page; where the merchant wants names kept, what is kept is
 * shown and only the others are asked for and kept. Nothing here keeps a page from being shown.
 */
import type { CustomerName, NamesTrouble } from "../adapters/shopify/customer-api.server.ts";
import type { Id } from "../domain/shared/ids.ts";
import type { Ports, ShopId, ShopTransaction } from "./ports.ts";

export type NamedShop = { shopId: ShopId; shopDomain: string };

export type Names = {
  /** Null: Shopify knows no such customer. Absent: not known, `trouble` says why. */
  names: Map<Id, CustomerName | null>;
  trouble: NamesTrouble | null;
};

/** At most 250 customers. */
export async function readNames(
  ports: Ports,
  { shopId, shopDomain }: NamedShop,
  customerIds: readonly Id[],
): Promise<Names> {
  const { stores, customers } = ports;
  const kept = await stores.inShop(shopId, (tx) => keptNames(ports, tx, customerIds));
  const others = customerIds.filter((id) => !kept.names.has(id));
  if (others.length === 0) return { names: kept.names, trouble: null };
  const { names, trouble } = await customers.namesOf(shopDomain, others);
  if (kept.keeping && trouble === null) await keep(ports, shopId, names);
  return { names: new Map([...kept.names, ...names]), trouble };
}

type Kept = { keeping: boolean; names: Map<Id, CustomerName | null> };

/** What is kept of these customers; nothing, where the merchant doesn't want names kept. */
export async function keptNames(
  { stores, nameSeal }: Ports,
  tx: ShopTransaction,
  customerIds: readonly Id[],
): Promise<Kept> {
  const { settings } = await stores.settings.readSettings(tx);
  if (!settings.keepNames) return { keeping: false, names: new Map() };
  const rows = await stores.names.readNames(tx, customerIds);
  const names = new Map<Id, CustomerName | null>();
  for (const row of rows) {
    const name = nameSeal.open(tx.shopId, row);
    // Under a key that is gone it counts as not kept: it is read again.
    if (name) names.set(row.customerId, name);
  }
  return { keeping: true, names };
}

/** Kept only while the merchant wants it, whatever was true when they were asked for. */
export async function keep(
  { stores, nameSeal }: Ports,
  shopId: ShopId,
  names: ReadonlyMap<Id, CustomerName | null>,
): Promise<number> {
  const sealed = [...names].map(([customerId, name]) =>
    // A customer unknown to Shopify is kept as one without a name, or they'd be asked for each time.
    nameSeal.seal(shopId, customerId, name ?? { name: null, email: null }),
  );
  if (sealed.length === 0) return 0;
  return stores.inShop(shopId, async (tx) => {
    if (!(await stores.names.mayKeep(tx))) return 0;
    // Asked once the shop's row is held: nobody can be forgotten between this and the commit.
    const ids = sealed.map(({ customerId }) => customerId);
    const forgotten = await stores.forgotten.forgottenAmong(tx, ids);
    const kept = sealed.filter(({ customerId }) => !forgotten.has(customerId));
    await stores.names.keepNames(tx, kept);
    return kept.length;
  });
}
