/** Stops the import under way. What was taken in stays; starting again goes on from there. */
import type { Ports, ShopId } from "./ports.ts";
import type { Staff } from "./staff.ts";

/** False when nothing is under way. `staff` is null for the terminal. */
export async function stopImport(
  { stores, log }: Ports,
  shopId: ShopId,
  staff: Staff | null,
): Promise<boolean> {
  return stores.inShopRetrying(shopId, async (tx) => {
    const found = await stores.imports.newest(tx);
    if (!found || found.finishedAt !== null) return false;
    const { importId, state } = found;
    if (!(await stores.imports.end(tx, importId, { state: "stopped", remark: null }))) return false;
    const subject = `import:${importId}`;
    await stores.team.append(tx, { staff, what: "import-stopped", subject, detail: { state } });
    log.info({ shopId, importId, state }, "an import was stopped");
    return true;
  });
}
