/**
 * Carries a shop's import on, step by step, until it waits for something or is told to stop. Every
 * step keeps what it did with how far it is, in one transaction: a kill costs at most one step.
 */
import type { ImportRow } from "../adapters/postgres/import-store.server.ts";
import { afterFacts } from "./go-on-after-facts.ts";
import { askForHistory } from "./ask-for-history.ts";
import { ImportFailed, LEASE_SECONDS, type ImportWork, type Stepped } from "./import-step.ts";
import { joinHistory } from "./join-history.ts";
import type { Ports, ShopId } from "./ports.ts";
import { readHistory } from "./read-history.ts";
import { readRefunds } from "./read-refunds.ts";
import { settleHistory } from "./settle-history.ts";

/** A step that fails rests this long (s), doubled up to the longest, and is given up after so many. */
const PAUSE_SECONDS = 5;
const PAUSE_SECONDS_MAX = 3_600;
const ATTEMPTS_MAX = 12;
/** Between two looks at a trial that another process carries on (s). */
const TRIED_ELSEWHERE_SECONDS = 1;

export type CarryOn = {
  stopping: AbortSignal;
  /** Also where another worker has just been at it, or it rests: whoever asks is waiting. */
  takeOver?: boolean;
  /** The last step begins before then (ms of `performance.now()`): other shops wait. */
  turnEndsAt?: number;
  onStep?: (row: ImportRow) => void;
};

/** How long until it's worth coming again (ms); null: there is nothing to carry on with. */
export async function carryOnImport(
  ports: Ports,
  shopId: ShopId,
  { stopping, takeOver = false, turnEndsAt = Infinity, onStep = () => undefined }: CarryOn,
): Promise<number | null> {
  const { stores } = ports;
  const shop = await stores.shops.byId(shopId);
  if (shop?.state !== "installed") return null;
  const lease = { seconds: LEASE_SECONDS, takeOver };
  const leased = await stores.inShop(shopId, (tx) => stores.imports.lease(tx, lease));
  if (!leased) return null;
  const told = progressLog(ports, shop.domain, leased);
  const work: ImportWork = {
    ports,
    shopId,
    shopDomain: shop.domain,
    stopping,
    onStep: (row) => {
      told(row);
      onStep(row);
    },
    budget: null,
  };
  let row = leased;
  try {
    while (!stopping.aborted && row.finishedAt === null && row.state !== "choosing") {
      if (performance.now() >= turnEndsAt) break;
      const stepped = await step(work, row);
      row = stepped.row;
      work.onStep(row);
      if (stepped.restSeconds > 0) return stepped.restSeconds * 1_000;
    }
  } catch (error) {
    return await afterFailure(work, row, error);
  }
  const left = row.finishedAt === null && row.state !== "choosing";
  if (left) await stores.inShop(shopId, (tx) => stores.imports.release(tx, row.importId));
  return left && !stopping.aborted ? 0 : null;
}

function step(work: ImportWork, row: ImportRow): Promise<Stepped> {
  switch (row.state) {
    case "asking":
      return askForHistory(work, row);
    case "reading":
      return row.isWhole ? joinHistory(work, row) : readHistory(work, row);
    case "refunds":
      return readRefunds(work, row);
    case "trying":
      return tryChoices(work, row);
    case "settling":
      return settleHistory(work, row);
    default:
      throw new Error(`an import that is ${row.state} isn't carried on`);
  }
}

async function tryChoices({ ports, shopId }: ImportWork, row: ImportRow): Promise<Stepped> {
  const { stores } = ports;
  const found = await afterFacts(ports, shopId);
  // Another process has the trial in hand: looked at again when it may be done, not at once.
  if (found === "elsewhere") {
    const rest = { state: "trying", cursorId: "0", restSeconds: TRIED_ELSEWHERE_SECONDS } as const;
    const moved = await stores.inShop(shopId, (tx) => stores.imports.move(tx, row, rest));
    return { row: moved, restSeconds: TRIED_ELSEWHERE_SECONDS };
  }
  const change = {
    state: found,
    cursorId: "0",
    restSeconds: found === "choosing" ? 0 : LEASE_SECONDS,
  };
  const moved = await stores.inShop(shopId, (tx) => stores.imports.move(tx, row, change));
  return { row: moved, restSeconds: 0 };
}

/** Somebody else's step is no failure; a database that is away is the caller's to wait for. */
async function afterFailure(
  { ports, shopId, shopDomain }: ImportWork,
  row: ImportRow,
  error: unknown,
): Promise<number | null> {
  const { stores, log } = ports;
  if (error instanceof Error && error.name === "ImportMoved") return 0;
  if (stores.isPassing(error) && !isOfShopify(row)) throw error;
  const reason = error instanceof Error ? error.message : String(error);
  const remark = reason.replaceAll("\0", "").slice(0, 500);
  const { importId, state, attempts } = row;
  if (isElsewhere(row, error)) {
    const wait = { seconds: ELSEWHERE_SECONDS, remark: row.remark, counts: false };
    await stores.inShop(shopId, (tx) => stores.imports.postpone(tx, importId, wait));
    return ELSEWHERE_SECONDS * 1_000;
  }
  const fields = { importId, shop: shopDomain, state, attempts, error };
  if (error instanceof ImportFailed || attempts + 1 >= ATTEMPTS_MAX) {
    log.error(fields, "an import was given up");
    await stores.inShop(shopId, (tx) =>
      stores.imports.end(tx, importId, { state: "failed", remark }),
    );
    return null;
  }
  const seconds = Math.min(PAUSE_SECONDS_MAX, PAUSE_SECONDS * 2 ** attempts);
  log.warn({ ...fields, seconds }, "a step of an import failed; tried again");
  await stores.inShop(shopId, (tx) =>
    stores.imports.postpone(tx, importId, { seconds, remark, counts: true }),
  );
  return seconds * 1_000;
}

/** How long a file that isn't on this machine is left to whoever has it (s). */
const ELSEWHERE_SECONDS = 30;

function isElsewhere(row: ImportRow, error: unknown): boolean {
  return (
    row.source === "file" && error instanceof Error && "code" in error && error.code === "ENOENT"
  );
}

/** Shopify out of reach looks like a database out of reach, but is this shop's affair alone. */
function isOfShopify(row: ImportRow): boolean {
  return (
    row.state === "asking" || row.state === "refunds" || (row.state === "reading" && !row.isWhole)
  );
}

const LOG_EVERY_MS = 5_000;

function progressLog({ log }: Ports, shop: string, begun: ImportRow): (row: ImportRow) => void {
  let last = { at: performance.now(), row: begun };
  return (row) => {
    const now = performance.now();
    const changed = row.state !== last.row.state;
    if (!changed && now - last.at < LOG_EVERY_MS) return;
    const seconds = Math.max(0.001, (now - last.at) / 1_000);
    const perSecond = (name: "ordersRead" | "ordersNew" | "membersSettled"): number =>
      Math.round((row.counts[name] - last.row.counts[name]) / seconds);
    const rates = {
      readPerSecond: perSecond("ordersRead"),
      newPerSecond: perSecond("ordersNew"),
      settledPerSecond: perSecond("membersSettled"),
    };
    const { importId, state, counts } = row;
    log.info({ importId, shop, state, ...counts, ...rates }, "an import goes on");
    last = { at: now, row };
  };
}
