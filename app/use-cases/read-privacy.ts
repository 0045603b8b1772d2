/** What the merchant is shown of privacy: whether names are kept, what the law asked for, how far it is. */
import type { ListedRequest } from "../adapters/postgres/privacy-list-store.server.ts";
import { AppError } from "../domain/shared/app-error.ts";
import { DAY, type Instant } from "../domain/shared/instant.ts";
import type { ShopSettings } from "../domain/settings/shop-settings.ts";
import type { Ports, ShopId } from "./ports.ts";

export const REQUESTS_PAGE = 20;
/** Shopify wants both within 30 days: https://shopify.dev/docs/apps/build/compliance/privacy-law-compliance */
export const DUE_DAYS = 30;

export type PrivacyRequest = {
  webhookId: string;
  topic: string;
  customerId: string | null;
  requestedAt: Instant;
  dueAt: Instant;
  completedAt: Instant | null;
  handedOverAt: Instant | null;
  /** What was emptied, in numbers. */
  report: Record<string, number>;
  remark: string | null;
};

export type Privacy = {
  settings: ShopSettings;
  namesKept: number;
  requests: PrivacyRequest[];
  /** Cursor of the next page; null at the end. */
  next: string | null;
};

export async function readPrivacy(
  { stores }: Pick<Ports, "stores">,
  shopId: ShopId,
  cursor: string | null,
): Promise<Privacy> {
  const before = cursor === null ? null : readCursor(cursor);
  return stores.inShop(shopId, async (tx) => {
    const { settings } = await stores.settings.readSettings(tx);
    const rows = await stores.privacyList.privacyRequests(tx, {
      before,
      rowsMax: REQUESTS_PAGE + 1,
    });
    const page = rows.slice(0, REQUESTS_PAGE);
    const last = page.at(-1);
    return {
      settings,
      namesKept: await stores.privacyList.namesKept(tx),
      requests: page.map(requestOf),
      next:
        rows.length > page.length && last
          ? `${last.requestedAt.getTime()}.${last.webhookId}`
          : null,
    };
  });
}

function readCursor(cursor: string): { at: Date; webhookId: string } {
  const [, at, webhookId] = /^(\d{1,15})\.(.{1,200})$/.exec(cursor) ?? [];
  if (at === undefined || webhookId === undefined)
    throw new AppError(
      "bad-request",
      "That is not a cursor of this list; leave it out to begin anew.",
    );
  return { at: new Date(Number(at)), webhookId };
}

function requestOf({ report, ...row }: ListedRequest): PrivacyRequest {
  const numbers = Object.entries(report ?? {}).filter(
    (entry): entry is [string, number] => typeof entry[1] === "number",
  );
  return {
    ...row,
    requestedAt: row.requestedAt.getTime(),
    dueAt: row.requestedAt.getTime() + DUE_DAYS * DAY,
    completedAt: row.completedAt?.getTime() ?? null,
    handedOverAt: row.handedOverAt?.getTime() ?? null,
    report: Object.fromEntries(numbers),
  };
}
