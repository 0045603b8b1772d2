/**
 * Starts reading a shop's history, or goes on with what failed or was stopped; at most one is under
 * way per shop. The work itself is the importer's (jobs/importer.server.ts).
 */
import type { ImportRow } from "../adapters/postgres/import-store.server.ts";
import { DAY, type Instant } from "../domain/shared/instant.ts";
import type { Ports, ShopId, ShopTransaction } from "./ports.ts";
import type { Staff } from "./staff.ts";

export type ImportWish =
  | { source: "shopify" }
  /** `fileMark` says which file it is, wherever it lies now. */
  | { source: "file"; file: string; fileMark: string; bytes: number | null };

export type ImportStart = {
  kind: "started" | "resumed" | "under-way";
  importId: string;
};

/** Shopify keeps a result for seven days; what stood longer is asked for anew. */
const RESULT_KEPT = 7 * DAY;

/** `staff` is null for the terminal and for the installation itself. */
export async function startImport(
  ports: Ports,
  shopId: ShopId,
  { wish, staff }: { wish: ImportWish; staff: Staff | null },
): Promise<ImportStart> {
  const { stores, log } = ports;
  const start = await stores.inShopRetrying(shopId, async (tx) => {
    const begun = await beginOrGoOn(ports, tx, wish);
    if (begun.kind !== "under-way" && staff) {
      const subject = `import:${begun.importId}`;
      const detail = { source: wish.source, resumed: begun.kind === "resumed" };
      await stores.team.append(tx, { staff, what: "import-started", subject, detail });
    }
    return begun;
  });
  log.info({ shopId, ...start, source: wish.source }, "an import was asked for");
  return start;
}

async function beginOrGoOn(
  { stores }: Ports,
  tx: ShopTransaction,
  wish: ImportWish,
): Promise<ImportStart> {
  const { imports } = stores;
  const last = await imports.newest(tx);
  if (last && last.finishedAt === null) return { kind: "under-way", importId: last.importId };
  if (last && isSame(last, wish) && (await goOn(stores.imports, tx, { last, wish })))
    return { kind: "resumed", importId: last.importId };
  const importId = await imports.open(
    tx,
    wish.source === "shopify"
      ? { ...wish, state: "asking", file: null, fileMark: null, bytes: null }
      : { ...wish, state: "reading" },
  );
  if (importId !== null) return { kind: "started", importId };
  const other = await imports.newest(tx);
  if (!other) throw new Error("an import that is under way can't be found");
  return { kind: "under-way", importId: other.importId };
}

function isSame(last: ImportRow, wish: ImportWish): boolean {
  if (last.state !== "failed" && last.state !== "stopped") return false;
  if (wish.source === "shopify") return last.source === "shopify";
  return last.source === "file" && last.fileMark === wish.fileMark;
}

function goOn(
  imports: Ports["stores"]["imports"],
  tx: ShopTransaction,
  { last, wish }: { last: ImportRow; wish: ImportWish },
): Promise<boolean> {
  // Whether there is still something to choose is found out anew.
  const stood = last.stoodAt === "choosing" ? "trying" : (last.stoodAt ?? "asking");
  const file = wish.source === "file" ? wish.file : last.file;
  const { bytes } = last;
  if (wish.source === "shopify" && stood === "reading" && isOld(last.movedAt)) {
    return Promise.resolve(false);
  }
  return imports.reopen(tx, last.importId, { state: stood, file, bytes });
}

function isOld(movedAt: Instant): boolean {
  return Date.now() - movedAt > RESULT_KEPT;
}
