/** How far the shop's newest import is. */
import type { ImportProgress } from "../domain/imports/import-progress.ts";
import type { Ports, ShopId } from "./ports.ts";

export type { ImportProgress };

export async function readImport(
  { stores }: Pick<Ports, "stores">,
  shopId: ShopId,
): Promise<ImportProgress | null> {
  const found = await stores.inShop(shopId, (tx) => stores.imports.newest(tx));
  if (!found) return null;
  const { importId, source, state, counts, problems, bytes, atByte, isWhole } = found;
  const { startedAt, movedAt, finishedAt, remark } = found;
  return {
    ...{ importId, source, state, counts, problems, bytes, atByte, isWhole },
    ...{ startedAt, movedAt, finishedAt, remark },
  };
}
