/**
 * Reads the file of a history, block by block: what each says is kept together with how far the
 * file has been read, so that a kill at any moment loses nothing and takes nothing twice.
 */
import type { Block } from "../adapters/shopify/history-blocks.server.ts";
import type { ImportRow } from "../adapters/postgres/import-store.server.ts";
import { addCounts } from "../domain/imports/import-progress.ts";
import type { OrderFacts } from "../domain/orders/order-facts.ts";
import {
  keptProblems,
  LEASE_SECONDS,
  withoutReading,
  type ImportWork,
  type Stepped,
} from "./import-step.ts";
import type { Ports, ShopTransaction } from "./ports.ts";
import { stripForgotten } from "./strip-forgotten.ts";

export async function readHistory(work: ImportWork, row: ImportRow): Promise<Stepped> {
  const { ports, shopId, stopping, onStep } = work;
  const { stores } = ports;
  let at = await begun(work, row);
  const from = { atByte: at.atByte, line: at.counts.linesRead + 1 };
  try {
    for await (const block of ports.history.blocks(fileOf(row), from)) {
      if (stopping.aborted) return { row: at, restSeconds: 0 };
      const before = at;
      at = await stores.inShopRetrying(shopId, (tx) => keepBlock(ports, tx, before, block));
      onStep(at);
    }
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "HistoryGone" || row.source === "file")
      throw error;
    return askAnew(work, at);
  }
  const end = { bytes: at.atByte, isWhole: true, restSeconds: LEASE_SECONDS };
  const whole = await stores.inShop(shopId, (tx) => stores.imports.move(tx, at, end));
  return { row: whole, restSeconds: 0 };
}

function fileOf(row: ImportRow): string {
  if (row.file !== null) return row.file;
  throw new Error("there is no file to read");
}

/** From the beginning, where nothing was read yet or what was read is gone with a crash of the database. */
async function begun({ ports, shopId }: ImportWork, row: ImportRow): Promise<ImportRow> {
  const { stores } = ports;
  return stores.inShopRetrying(shopId, async (tx) => {
    if (row.atByte > 0 && (await stores.history.isKept(tx, row.importId))) return row;
    await stores.history.beginParts(tx, row.importId);
    const counts = withoutReading(row.counts);
    const change = { atByte: 0, counts, problems: [], restSeconds: LEASE_SECONDS };
    return stores.imports.move(tx, row, change);
  });
}

async function keepBlock(
  { stores }: Ports,
  tx: ShopTransaction,
  row: ImportRow,
  block: Block,
): Promise<ImportRow> {
  await stripBlock({ stores }, tx, block);
  await stores.history.keepParts(tx, { importId: row.importId, atByte: block.atByte }, block);
  const { lines, orders, skipped, problems, endByte } = block;
  return stores.imports.move(tx, row, {
    atByte: endByte,
    counts: addCounts(row.counts, { linesRead: lines, ordersRead: orders, linesSkipped: skipped }),
    problems: keptProblems(row.problems, problems),
    restSeconds: LEASE_SECONDS,
  });
}

/** Of who was forgotten nothing is kept, not even for the time of the import. */
async function stripBlock(
  { stores }: Pick<Ports, "stores">,
  tx: ShopTransaction,
  block: Block,
): Promise<void> {
  const named = [...new Set(block.customerIds.flatMap((id) => id ?? []))];
  const forgotten = await stores.forgotten.forgottenAmong(tx, named);
  if (forgotten.size === 0) return;
  for (const [i, customerId] of block.customerIds.entries()) {
    const json = block.facts[i];
    if (!customerId || !forgotten.has(customerId) || !json) continue;
    const [facts] = await stripForgotten(stores, tx, [JSON.parse(json) as OrderFacts]);
    block.facts[i] = facts ? JSON.stringify(facts) : null;
    block.customerIds[i] = facts?.snapshot?.customerId ?? null;
  }
}

/** Shopify keeps what it prepared for seven days. */
async function askAnew({ ports, shopId }: ImportWork, row: ImportRow): Promise<Stepped> {
  const { stores } = ports;
  const moved = await stores.inShop(shopId, async (tx) => {
    await stores.history.endParts(tx, row.importId);
    return stores.imports.move(tx, row, {
      state: "asking",
      operationId: null,
      file: null,
      bytes: null,
      atByte: 0,
      counts: withoutReading(row.counts),
      problems: [],
      restSeconds: LEASE_SECONDS,
    });
  });
  return { row: moved, restSeconds: 0 };
}
