/** What `/account/*` answers, for the customer account extension. Pure. */
import type { ActivityRow } from "../adapters/postgres/member-store.server.ts";
import type { OrderWorth } from "../domain/settlement/order-worth.ts";
import { toGid } from "../domain/shared/ids.ts";
import { toIso } from "../domain/shared/instant.ts";
import type { Account } from "../use-cases/read-account.ts";
import type { ShopperLanguage } from "./i18n/shopper/language.ts";
import { activityView } from "./shopper-state.ts";

/** `GET /account/member`: the program, and the member in the form of the `member` metafield. */
export function accountView({ version, currency, metafields }: Account) {
  const field = metafields?.find(({ key }) => key === "member");
  const member = field ? (JSON.parse(field.value) as { joined: boolean }) : null;
  return {
    program: {
      name: version.name,
      currency,
      pointsName: version.pointsName,
      // Granted once, by joining: an order that enrolled somebody granted nothing.
      joiningPoints: member?.joined ? null : version.joiningPoints,
    },
    member,
  };
}

/** `GET /account/activity`: that of the app proxy, with the reason for texts of the extension's own. */
export function accountActivityView(
  rows: readonly ActivityRow[],
  nextCursor: string | null,
  language: ShopperLanguage,
) {
  const { entries } = activityView(rows, nextCursor, language);
  return {
    entries: entries.map((entry, index) => ({ ...entry, reason: rows[index]?.reason ?? "" })),
    nextCursor,
  };
}

/** `GET /account/orders/{id}`. Money in minor units of the program's currency. */
export function orderWorthView(
  worth: OrderWorth,
  member: { program: string; currency: string; available: number },
) {
  const { orderId, placedAt, ...told } = worth;
  return {
    order: { id: toGid("Order", orderId), placedAt: toIso(placedAt), ...told },
    program: { name: member.program, currency: member.currency },
    available: member.available,
  };
}
