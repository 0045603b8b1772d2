/** What the page of one member asks of the app. */
import type { App } from "../app.server.ts";
import type {
  AdjustmentForm,
  AdjustmentOutcome,
  UndoForm,
  UndoOutcome,
} from "../domain/members/adjustment-form.ts";
import type { Explanation, HistoryLine } from "../domain/settlement/explanation.ts";
import type { MemberPage } from "../domain/settlement/member-history.ts";
import type { Id } from "../domain/shared/ids.ts";
import { adjustPoints } from "../use-cases/adjust-points.ts";
import { explainHistory } from "../use-cases/explain-history.ts";
import type { ShopId } from "../use-cases/ports.ts";
import { readMemberPage, type MemberQuery } from "../use-cases/read-member-page.ts";
import { readNames, type NamedShop } from "../use-cases/read-names.ts";
import type { Staff } from "../use-cases/staff.ts";
import { takeDataFile } from "../use-cases/take-customer-file.ts";
import { undoAdjustment } from "../use-cases/undo-adjustment.ts";

export interface WhoIs {
  who: { name: string | null; email: string | null } | null;
  /** Why it isn't known: not allowed, busy, or not reached. */
  trouble: "refused" | "throttled" | "away" | null;
}

export interface MemberPages {
  /** Null for a number of which nothing is known. */
  read(shopId: ShopId, customerId: Id, query: MemberQuery): Promise<MemberPage | null>;
  /** Null for a line that isn't this member's. */
  explain(shopId: ShopId, customerId: Id, line: HistoryLine): Promise<Explanation | null>;
  adjust(shopId: ShopId, by: { staff: Staff; form: AdjustmentForm }): Promise<AdjustmentOutcome>;
  /** Who they are, as far as Shopify lets the app know. */
  whois(shop: NamedShop, customerId: Id): Promise<WhoIs>;
  /** Everything that is held of them, as a file; the team log says who took it. */
  file(shop: NamedShop, customerId: Id, staff: Staff): Promise<string>;
  undo(shopId: ShopId, by: { staff: Staff; form: UndoForm }): Promise<UndoOutcome>;
}

export function memberPages({ ports }: Pick<App, "ports">): MemberPages {
  return {
    read: (shopId, customerId, query) => readMemberPage(ports, shopId, customerId, query),
    explain: (shopId, customerId, line) => explainHistory(ports, shopId, customerId, line),
    adjust: (shopId, by) => adjustPoints(ports, shopId, by),
    whois: async (shop, customerId) => {
      const { names, trouble } = await readNames(ports, shop, [customerId]);
      return { who: names.get(customerId) ?? null, trouble };
    },
    file: (shop, customerId, staff) => takeDataFile(ports, shop, { customerId, staff }),
    undo: (shopId, by) => undoAdjustment(ports, shopId, by),
  };
}
