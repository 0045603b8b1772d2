/** An import whose facts are all in: what choosing would come to is tried, then the merchant chooses. */
import { askTrial, carryOnTrial } from "./try-earn-from.ts";
import type { Ports, ShopId } from "./ports.ts";

/** How long one round of the importer works on the trial. */
const ROUND_MS_MAX = 5_000;

/** The state that the import goes to; `trying`: there is more to try; `elsewhere`: another process tries it. */
export async function afterFacts(
  ports: Pick<Ports, "stores" | "clock">,
  shopId: ShopId,
): Promise<"trying" | "elsewhere" | "choosing" | "settling"> {
  const { stores } = ports;
  const shop = await stores.shops.byId(shopId);
  if (shop?.earnChosenAt) return "settling";
  const { trial, newest } = await stores.inShop(shopId, async (tx) => ({
    trial: await stores.trials.read(tx),
    newest: await stores.imports.newest(tx),
  }));
  // One of before these facts says too little by now.
  if (trial === null || trial.importId !== newest?.importId) await askTrial(ports, shopId, null);
  const state = await carryOnTrial(ports, shopId, { msMax: ROUND_MS_MAX });
  if (state === "elsewhere") return "elsewhere";
  return state === "done" ? "choosing" : "trying";
}
