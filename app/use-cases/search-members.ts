/**
 * Finds customers by number, or live at Shopify by name and e-mail address: the app's own tables don't
 * hold those. Whoever isn't a member is found as well, so that nobody is looked for twice.
 */
import type { ListedMember } from "../adapters/postgres/member-list-store.server.ts";
import type { NamesTrouble } from "../adapters/shopify/customer-api.server.ts";
import { readQuest } from "../domain/members/customer-search.ts";
import type { Id } from "../domain/shared/ids.ts";
import type { Ports } from "./ports.ts";
import { readNames, type NamedShop } from "./read-names.ts";

/** More than that nobody reads through: they type another letter. */
export const FOUND_MAX = 25;

export type FoundCustomer = {
  customerId: Id;
  name: string | null;
  email: string | null;
  /** Null: a customer of the shop who isn't in the program. */
  member: ListedMember | null;
};

export type Found = {
  customers: FoundCustomer[];
  /** Whether Shopify knows of more than these. */
  more: boolean;
  trouble: NamesTrouble | null;
};

export async function searchMembers(ports: Ports, shop: NamedShop, text: string): Promise<Found> {
  const quest = readQuest(text);
  if (quest.kind === "nothing") return { customers: [], more: false, trouble: null };
  if (quest.kind === "number") {
    const direct = await byNumber(ports, shop, quest.customerId);
    if (direct.customers.length > 0) return direct;
  }
  return byWords(ports, shop, quest.words);
}

/** A number that was merged away leads to the customer who lives on. */
async function byNumber(ports: Ports, shop: NamedShop, asked: Id): Promise<Found> {
  const { stores } = ports;
  const found = await stores.inShop(shop.shopId, (tx) =>
    stores.memberList.readCustomers(tx, [asked]),
  );
  const { customerId, member } = found.get(asked) ?? { customerId: asked, member: null };
  // Names of members are kept where that is wanted; whoever isn't one is only looked at.
  const { names, trouble } = member
    ? await readNames(ports, shop, [customerId])
    : await ports.customers.namesOf(shop.shopDomain, [customerId]);
  const known = names.get(customerId);
  // Neither a member nor known to Shopify: there is no such customer.
  if (!member && !known) return { customers: [], more: false, trouble };
  const { name, email } = known ?? { name: null, email: null };
  return { customers: [{ customerId, name, email, member }], more: false, trouble };
}

async function byWords(ports: Ports, shop: NamedShop, words: string): Promise<Found> {
  const { stores, customers } = ports;
  const {
    more,
    trouble,
    customers: found,
  } = await customers.search(shop.shopDomain, words, FOUND_MAX);
  const ids = found.map(({ customerId }) => customerId);
  const members = await stores.inShop(shop.shopId, (tx) =>
    stores.memberList.readCustomers(tx, ids),
  );
  const shown = new Map<Id, FoundCustomer>();
  for (const { customerId: asked, name, email } of found) {
    const { customerId, member } = members.get(asked) ?? { customerId: asked, member: null };
    // Shopify's index may still have somebody who was merged away: they are shown once.
    if (!shown.has(customerId)) shown.set(customerId, { customerId, name, email, member });
  }
  return { customers: [...shown.values()], more, trouble };
}
