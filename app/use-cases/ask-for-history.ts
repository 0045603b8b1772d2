/** Lets Shopify prepare the file of all orders, and waits for it: told by a webhook, found by asking. */
import type { ImportRow } from "../adapters/postgres/import-store.server.ts";
import { LEASE_SECONDS, type ImportWork, type Stepped } from "./import-step.ts";

/** How often Shopify is asked whether the file is there (s); the webhook comes sooner. */
const LOOK_SECONDS = 3;
/** The app has as many operations under way as a shop allows. */
const BUSY_SECONDS = 60;

export async function askForHistory(work: ImportWork, row: ImportRow): Promise<Stepped> {
  const { ports, shopId, shopDomain } = work;
  const { stores, history } = ports;
  const move = async (change: Parameters<typeof stores.imports.move>[2]): Promise<Stepped> => {
    const moved = await stores.inShop(shopId, (tx) => stores.imports.move(tx, row, change));
    return { row: moved, restSeconds: change.restSeconds };
  };
  if (row.operationId === null) {
    const asked = await history.askForAll(shopDomain);
    return asked === "busy"
      ? move({ restSeconds: BUSY_SECONDS, remark: "shopify-busy" })
      : move({ operationId: asked.operationId, restSeconds: LOOK_SECONDS });
  }
  const found = await history.lookAt(shopDomain, row.operationId);
  if (found.kind === "preparing") return move({ restSeconds: LOOK_SECONDS });
  if (found.kind === "lost") {
    // Asked anew by the next try; how often that helps is counted by whoever counts failures.
    await stores.inShop(shopId, (tx) => stores.imports.forgetOperation(tx, row.importId));
    throw new Error(`the history could not be prepared: ${found.reason}`);
  }
  const reading = { state: "reading", cursorId: "0", remark: null } as const;
  const rest = { restSeconds: LEASE_SECONDS };
  const stepped = await move(
    found.url === null
      ? { ...reading, ...rest, file: null, bytes: 0, isWhole: true }
      : { ...reading, ...rest, file: found.url, bytes: found.bytes },
  );
  return { ...stepped, restSeconds: 0 };
}
