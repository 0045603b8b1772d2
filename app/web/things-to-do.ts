/** What needs the merchant, the most pressing first; nothing that only might be worth doing. */
import { toIso } from "../domain/shared/instant.ts";
import type { IntakeView, ShowingView, ToDo } from "../ui/home/view.ts";
import type { HomeState } from "../use-cases/read-home.ts";

/** Shopify gives up on a delivery after 4 hours; ten minutes behind is worth a look. */
const LAG_SECONDS_CALM = 600;
/** A shopper who comes back from the checkout looks within a minute; five are late. */
const LATE_SECONDS = 300;

type Known = Pick<
  HomeState,
  | "history"
  | "past"
  | "missingScopes"
  | "accessLostAt"
  | "dataRequests"
  | "lastComparison"
  | "lastProof"
> & { intake: IntakeView; showing: ShowingView };

export function thingsToDo(known: Known): ToDo[] {
  return [...ofAccess(known), ...ofLaw(known), ...ofOrders(known), ...ofStorefront(known)];
}

function ofAccess({ accessLostAt, missingScopes }: Known): ToDo[] {
  if (accessLostAt !== null) return [{ kind: "access-lost" }];
  return missingScopes.length > 0 ? [{ kind: "missing-scopes", scopes: missingScopes }] : [];
}

function ofLaw({ dataRequests }: Known): ToDo[] {
  const { open, oldestAt } = dataRequests;
  return oldestAt === null ? [] : [{ kind: "data-requests", open, oldestAt: toIso(oldestAt) }];
}

function ofOrders({ intake, lastProof, lastComparison, history, past }: Known): ToDo[] {
  const found: ToDo[] = [];
  if (lastProof && lastProof.breaks > 0)
    found.push({ kind: "ledger-breaks", breaks: lastProof.breaks });
  if (intake.parked > 0) found.push({ kind: "parked", deliveries: intake.parked });
  const lagSeconds = intake.lagSeconds ?? 0;
  if (lagSeconds >= LAG_SECONDS_CALM)
    found.push({ kind: "behind", deliveries: intake.waiting, lagSeconds });
  if (lastComparison?.state === "failed") found.push({ kind: "comparison-failed" });
  const left = lastComparison ? lastComparison.differing - lastComparison.repaired : 0;
  if (left > 0) found.push({ kind: "differences", orders: left });
  if (history?.state === "failed") found.push({ kind: "import-failed" });
  else if (past.known.canReadMore && history?.finishedAt !== null) {
    found.push({ kind: "older-orders" });
  }
  return found;
}

function ofStorefront({ showing }: Known): ToDo[] {
  if (showing.failing > 0) return [{ kind: "storefront-failing", customers: showing.failing }];
  const seconds = showing.newsOldestSeconds ?? 0;
  const late = showing.news > 0 && seconds >= LATE_SECONDS;
  return late ? [{ kind: "storefront-late", customers: showing.news, seconds }] : [];
}
