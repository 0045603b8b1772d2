/** A merge told late says of somebody else that they are one who was forgotten: they are as well. */
import type { PrivacyRequest } from "../adapters/postgres/fact-store.server.ts";
import { forgottenByMerge } from "../domain/settlement/forgotten.ts";
import type { CustomerMerge } from "../domain/members/member-facts.ts";
import type { Id } from "../domain/shared/ids.ts";
import type { ShopTransaction, Stores } from "./ports.ts";

/** Kept as requests of the app's own, worked on like Shopify's; each merge once, however often told. */
export async function forgetAlso(
  { facts }: Pick<Stores, "facts">,
  tx: ShopTransaction,
  told: readonly { webhookId: string; merge: CustomerMerge }[],
  forgotten: ReadonlySet<Id>,
): Promise<void> {
  if (forgotten.size === 0) return;
  const requests = told.flatMap(({ webhookId, merge }) =>
    forgottenByMerge([merge], forgotten).map((customerId): PrivacyRequest => ({
      webhookId: `${webhookId} (merged)`,
      topic: "customers/redact",
      customerId,
      orderIds: [],
      requestedAt: new Date(),
    })),
  );
  await facts.keepPrivacyRequests(tx, requests);
}
