/**
 * Tries what past orders would earn, for several choices at once: every customer's facts are folded
 * and summed, nothing is posted. Page by page, each in a short transaction of its own that keeps the
 * sums so far, so that it goes on after a kill and beside whatever arrives.
 */
import { resolveAliases } from "../domain/members/aliases.ts";
import { versionAt } from "../domain/program/program.ts";
import { DAY, type Instant } from "../domain/shared/instant.ts";
import { dateIn } from "../domain/shared/calendar.ts";
import type { Id } from "../domain/shared/ids.ts";
import {
  earnFromOf,
  readEarnChoice,
  type Day,
  type EarnChoice,
  type ShopDays,
} from "../domain/settlement/earn-from.ts";
import { addTried, dryRunOf, noSums } from "../domain/settlement/earn-trial.ts";
import type { MemberFacts } from "../domain/settlement/settlement.ts";
import { whatIf } from "../domain/settlement/what-if.ts";
import type { Trial, TrialPage } from "../adapters/postgres/earn-trial-store.server.ts";
import type { ShopRow } from "../adapters/postgres/shop-store.server.ts";
import type { Ports, ShopId, ShopTransaction } from "./ports.ts";

/** Orders folded in one go: few enough that requests hardly wait behind it in the same process. */
const PAGE_MAX = 1_000;
/** As long as somebody who pressed a button waits; what takes longer goes on in the background. */
const AT_ONCE_MS_MAX = 1_500;
/** Between none and all, a choice worth seeing: the span after which points expire and tiers fall. */
const SUGGESTED_SPAN = 365 * DAY;

type TrialPorts = Pick<Ports, "stores" | "clock">;

export type TryOutcome =
  | { kind: "refused"; why: "no-day" | "not-yet" }
  /** `done`: there was time to finish it; else it goes on in the background. */
  | { kind: "asked"; done: boolean };

/** Tries none, all, and those since `day`; shops of some thousand customers are done at once. */
export async function tryEarnFrom(
  ports: TrialPorts,
  shopId: ShopId,
  day: string | null,
): Promise<TryOutcome> {
  const shop = await shopOf(ports, shopId);
  const read = day === null ? null : readEarnChoice(day, shop.timeZone, ports.clock());
  if (read && "refused" in read) return { kind: "refused", why: read.refused };
  const since = read && read.choice !== "none" && read.choice !== "all" ? read.choice : null;
  await askTrial(ports, shopId, since);
  const state = await carryOnTrial(ports, shopId, { msMax: AT_ONCE_MS_MAX });
  return { kind: "asked", done: state === "done" };
}

/** `since`: the day to try between none and all; null: the one that is suggested. */
export async function askTrial(
  ports: TrialPorts,
  shopId: ShopId,
  since: Day | null,
): Promise<void> {
  const now = ports.clock();
  const shop = await shopOf(ports, shopId);
  const suggested = dateIn(shopDays(shop).firstInstalledAt - SUGGESTED_SPAN, shop.timeZone) as Day;
  const asked: EarnChoice[] = ["none", since ?? suggested, "all"];
  await ports.stores.inShop(shopId, (tx) => ports.stores.trials.ask(tx, asked, now));
}

export type TrialState = "done" | "more" | "elsewhere";

/** Works on the open trial for about `msMax`; `elsewhere`: another process has it in hand. */
export async function carryOnTrial(
  ports: TrialPorts,
  shopId: ShopId,
  { msMax, pageMax = PAGE_MAX }: { msMax: number; pageMax?: number },
): Promise<TrialState> {
  const { stores } = ports;
  const shop = await shopOf(ports, shopId);
  const until = performance.now() + msMax;
  do {
    const went = await stores.inShop(shopId, (tx) => nextPage(ports, tx, { shop, pageMax }));
    if (went === "taken") {
      const trial = await stores.inShop(shopId, (tx) => stores.trials.read(tx));
      return trial?.open ? "elsewhere" : "done";
    }
    if (went === "done") return "done";
  } while (performance.now() < until);
  return "more";
}

async function nextPage(
  { stores }: TrialPorts,
  tx: ShopTransaction,
  { shop, pageMax }: { shop: ShopRow; pageMax: number },
): Promise<"done" | "more" | "taken"> {
  const trial = await stores.trials.take(tx);
  if (!trial) return "taken";
  const { versions } = await stores.settlements.loadKnown(tx, [], []);
  const sums = trial.sums ?? noSums(trial.asked.length);
  const page = await stores.trials.pageAfter(tx, trial.after, pageMax);
  const last = page.customers.at(-1);
  if (last === undefined) {
    const version = versionAt(versions, trial.askedAt);
    const found = { version, currency: shop.currency };
    await stores.trials.finish(tx, dryRunOf(sums, trial.asked, found, trial.askedAt));
    return "done";
  }
  const earnFroms = earnFromsOf(trial, shopDays(shop));
  for (const own of factsByPerson(page))
    addTried(sums, whatIf(own, { versions, timeZone: shop.timeZone }, earnFroms, trial.askedAt));
  await stores.trials.keep(tx, { after: last, tried: trial.tried + page.customers.length, sums });
  return "more";
}

function earnFromsOf(trial: Trial, days: ShopDays): (Instant | null)[] {
  return trial.asked.map((choice) => earnFromOf(choice, days));
}

/** Whoever lives on as another customer is tried with that one. */
function factsByPerson({ customers, orders, actions, merges }: TrialPage): MemberFacts[] {
  const { keptOf } = resolveAliases(merges);
  const people = new Map<Id, MemberFacts>();
  for (const id of customers) if (keptOf(id) === id) people.set(id, { orders: [], actions: [] });
  for (const facts of orders) {
    const { customerId } = facts.snapshot ?? { customerId: null };
    if (customerId !== null) people.get(keptOf(customerId))?.orders.push(facts);
  }
  for (const { customerId, action } of actions)
    people.get(keptOf(customerId))?.actions.push(action);
  return [...people.values()];
}

export function shopDays({ firstInstalledAt, timeZone, domain }: ShopRow): ShopDays {
  if (!firstInstalledAt) throw new Error(`${domain} was never installed`);
  return { firstInstalledAt: firstInstalledAt.getTime(), timeZone };
}

async function shopOf({ stores }: TrialPorts, shopId: ShopId): Promise<ShopRow> {
  const shop = await stores.shops.byId(shopId);
  if (!shop) throw new Error(`shop ${shopId} has no row`);
  return shop;
}
